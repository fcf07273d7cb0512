package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.WritebackRequest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The last part of step 7: {@code op} and the shape of what goes with it (PWB/1, section 4). */
final class RequestClaims {
    static final int LONGEST_BY = 256;

    private static final Set<String> KNOWN =
            Set.of("v", "iss", "aud", "jti", "iat", "nbf", "exp", "op", "sub", "init", "opt", "trace", "pwd");
    // W3C Trace Context, version 00.
    private static final Pattern TRACE = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private RequestClaims() {}

    /** The operation, as far as it can be told; also of a request that is refused before step 7 comes to it. */
    static Optional<Operation> operation(JsonObject claims) {
        return claims.string("op").flatMap(Operation::ofWireName);
    }

    static WritebackRequest read(JsonObject claims, RequestId id, Validity validity) throws RejectedException {
        Claims.requireKnown(claims, KNOWN, Rejection.UNKNOWN_MEMBER);
        Operation operation = operation(claims).orElseThrow(() -> new RejectedException(Rejection.OPERATION));
        boolean ping = operation == Operation.PING;
        require(claims.has("sub") != ping, Rejection.SUBJECT_PRESENCE);
        require(claims.has("init") != ping, Rejection.INITIATOR_PRESENCE);
        require(!claims.has("opt") || operation == Operation.RESET, Rejection.OPTIONS_PRESENCE);
        require(
                operation.carriesSecret() ? claims.object("pwd").isPresent() : !claims.has("pwd"),
                Rejection.SECRET_PRESENCE);
        require(!claims.has("trace") || isTrace(claims), Rejection.TRACE);
        WritebackRequest.Header header =
                new WritebackRequest.Header(id, validity.issuedAt(), validity.expiresAt(), claims.string("trace"));
        if (ping) {
            return new WritebackRequest.Ping(header);
        }
        return withSubject(claims, operation, header, subject(claims), initiator(claims));
    }

    private static WritebackRequest withSubject(
            JsonObject claims, Operation operation, WritebackRequest.Header header, Subject subject, Initiator by)
            throws RejectedException {
        return switch (operation) {
            case RESET ->
                new WritebackRequest.Reset(header, subject, by, option(claims, "unlock"), option(claims, "mustChange"));
            case CHANGE -> new WritebackRequest.Change(header, subject, by);
            case UNLOCK -> new WritebackRequest.Unlock(header, subject, by);
            case VALIDATE -> new WritebackRequest.Validate(header, subject, by);
            case PING -> throw new IllegalStateException("a ping has no subject");
        };
    }

    private static Subject subject(JsonObject claims) throws RejectedException {
        JsonObject sub = claims.object("sub").orElseThrow(() -> new RejectedException(Rejection.SUBJECT_MEMBERS));
        require(sub.names().equals(Set.of("fmt", "v")), Rejection.SUBJECT_MEMBERS);
        Subject.Format format = sub.string("fmt")
                .flatMap(Subject.Format::ofWireName)
                .orElseThrow(() -> new RejectedException(Rejection.SUBJECT_FORMAT));
        return sub.string("v")
                .filter(value -> Subject.isValid(format, value))
                .map(value -> new Subject(format, value))
                .orElseThrow(() -> new RejectedException(Rejection.SUBJECT_VALUE));
    }

    private static Initiator initiator(JsonObject claims) throws RejectedException {
        JsonObject init = claims.object("init").orElseThrow(() -> new RejectedException(Rejection.INITIATOR_MEMBERS));
        require(Set.of("kind", "acr", "by").containsAll(init.names()), Rejection.INITIATOR_MEMBERS);
        require(!init.has("acr") || init.string("acr").isPresent(), Rejection.INITIATOR_MEMBERS);
        Initiator.Kind kind;
        if (Claims.is(init, "kind", "self")) {
            kind = Initiator.Kind.SELF;
        } else {
            require(Claims.is(init, "kind", "admin"), Rejection.INITIATOR_KIND);
            kind = Initiator.Kind.ADMIN;
        }
        Optional<String> by = init.string("by").filter(text -> !text.isEmpty() && text.length() <= LONGEST_BY);
        boolean fits = kind == Initiator.Kind.ADMIN ? by.isPresent() : !init.has("by");
        require(fits, Rejection.INITIATOR_BY);
        return new Initiator(kind, init.string("acr"), by);
    }

    private static boolean option(JsonObject claims, String name) throws RejectedException {
        if (!claims.has("opt")) {
            return false;
        }
        JsonObject opt = claims.object("opt").orElseThrow(() -> new RejectedException(Rejection.OPTIONS_MEMBERS));
        require(Set.of("unlock", "mustChange").containsAll(opt.names()), Rejection.OPTIONS_MEMBERS);
        require(!opt.has(name) || opt.bool(name).isPresent(), Rejection.OPTIONS_MEMBERS);
        return opt.bool(name).orElse(false);
    }

    private static boolean isTrace(JsonObject claims) {
        return claims.string("trace").filter(RequestClaims::isTrace).isPresent();
    }

    static boolean isTrace(String text) {
        return TRACE.matcher(text).matches();
    }
}
