package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Digest;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.PolicyRules;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Timings;
import dev.writeback.protocol.message.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims of an ack, written and read (PWB/1, section 4). */
final class AckClaims {
    private static final Set<String> KNOWN = Set.of(
            "v",
            "iss",
            "aud",
            "jti",
            "iat",
            "exp",
            "rjti",
            "rdig",
            "op",
            "out",
            "reason",
            "violations",
            "rules",
            "att",
            "rec",
            "dc",
            "pol",
            "t");
    private static final Set<String> RULES =
            Set.of("minLength", "historyLength", "complexity", "minAgeSeconds", "changeAllowedAt", "source");
    private static final Set<String> TIMINGS = Set.of("rcv", "ver", "dir", "tot");

    private AckClaims() {}

    static void add(Ack ack, Optional<String> policy, Map<String, Object> claims) {
        claims.put("rjti", ack.request().value());
        claims.put("rdig", ack.requestDigest());
        ack.operation().ifPresent(operation -> claims.put("op", operation.wireName()));
        claims.put("out", ack.outcome().name());
        ack.reason().ifPresent(reason -> claims.put("reason", reason.wireName()));
        if (!ack.violations().isEmpty()) {
            claims.put(
                    "violations",
                    ack.violations().stream().map(Violation::wireName).toList());
        }
        ack.rules().ifPresent(rules -> claims.put("rules", rules(rules)));
        claims.put("att", ack.delivery());
        if (ack.recorded()) {
            claims.put("rec", true);
        }
        ack.server().ifPresent(server -> claims.put("dc", server));
        policy.ifPresent(digest -> claims.put("pol", digest));
        claims.put("t", timings(ack.timings()));
    }

    private static Map<String, Object> rules(PolicyRules rules) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("minLength", rules.minLength());
        members.put("historyLength", rules.historyLength());
        members.put("complexity", rules.complexity());
        members.put("minAgeSeconds", rules.minAgeSeconds());
        rules.changeAllowedAt().ifPresent(at -> members.put("changeAllowedAt", at.getEpochSecond()));
        members.put("source", rules.source());
        return members;
    }

    private static Map<String, Object> timings(Timings timings) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("rcv", timings.received());
        members.put("ver", timings.verified());
        members.put("dir", timings.directory());
        members.put("tot", timings.total());
        return members;
    }

    /** Reads what is beyond the common claims, {@code rjti} and {@code rdig}, which the caller has compared. */
    static Ack read(JsonObject claims, RequestId request, String digest) throws RejectedException {
        Claims.requireKnown(claims, KNOWN, Rejection.ACK_MEMBERS);
        Outcome outcome = Claims.named(Outcome.values(), Outcome::name, claims.string("out"))
                .orElseThrow(() -> new RejectedException(Rejection.ACK_OUTCOME));
        Optional<Reason> reason = Claims.named(Reason.values(), Reason::wireName, claims.string("reason"));
        require(claims.has("reason") == reason.isPresent(), Rejection.ACK_REASON);
        require(!outcome.requiresReason() || reason.isPresent(), Rejection.ACK_REASON);
        require(outcome.allowsReason() || reason.isEmpty(), Rejection.ACK_REASON);
        boolean policy = reason.equals(Optional.of(Reason.POLICY_VIOLATION));
        require(policy || (!claims.has("violations") && !claims.has("rules")), Rejection.ACK_MEMBERS);
        require(!claims.has("rec") || claims.bool("rec").orElse(false), Rejection.ACK_MEMBERS);
        require(!claims.has("dc") || claims.string("dc").isPresent(), Rejection.ACK_MEMBERS);
        require(
                !claims.has("pol")
                        || claims.string("pol").filter(Digest::isValid).isPresent(),
                Rejection.ACK_MEMBERS);
        int delivery = Math.toIntExact(number(claims, "att", Integer.MAX_VALUE));
        require(delivery >= 1, Rejection.ACK_MEMBERS);
        return new Ack(
                request,
                digest,
                RequestClaims.operation(claims),
                outcome,
                reason,
                violations(claims),
                readRules(claims),
                delivery,
                claims.has("rec"),
                claims.string("dc"),
                readTimings(claims));
    }

    private static List<Violation> violations(JsonObject claims) throws RejectedException {
        if (!claims.has("violations")) {
            return List.of();
        }
        List<Violation> violations = new ArrayList<>();
        for (String name : claims.strings("violations").orElseThrow(AckClaims::malformed)) {
            violations.add(Claims.named(Violation.values(), Violation::wireName, Optional.of(name))
                    .orElseThrow(AckClaims::malformed));
        }
        return violations;
    }

    private static Optional<PolicyRules> readRules(JsonObject claims) throws RejectedException {
        if (!claims.has("rules")) {
            return Optional.empty();
        }
        JsonObject rules = claims.object("rules").orElseThrow(AckClaims::malformed);
        require(RULES.containsAll(rules.names()), Rejection.ACK_MEMBERS);
        require(
                !rules.has("changeAllowedAt")
                        || rules.integer("changeAllowedAt").isPresent(),
                Rejection.ACK_MEMBERS);
        return Optional.of(new PolicyRules(
                Math.toIntExact(number(rules, "minLength", Integer.MAX_VALUE)),
                Math.toIntExact(number(rules, "historyLength", Integer.MAX_VALUE)),
                rules.bool("complexity").orElseThrow(AckClaims::malformed),
                number(rules, "minAgeSeconds", Long.MAX_VALUE),
                rules.integer("changeAllowedAt").map(Instant::ofEpochSecond),
                rules.string("source").orElseThrow(AckClaims::malformed)));
    }

    private static Timings readTimings(JsonObject claims) throws RejectedException {
        JsonObject t = claims.object("t").orElseThrow(AckClaims::malformed);
        require(t.names().equals(TIMINGS), Rejection.ACK_MEMBERS);
        return new Timings(
                number(t, "rcv", Long.MAX_VALUE),
                number(t, "ver", Long.MAX_VALUE),
                number(t, "dir", Long.MAX_VALUE),
                number(t, "tot", Long.MAX_VALUE));
    }

    private static long number(JsonObject object, String name, long largest) throws RejectedException {
        return object.integer(name)
                .filter(value -> value >= 0 && value <= largest)
                .orElseThrow(AckClaims::malformed);
    }

    private static RejectedException malformed() {
        return new RejectedException(Rejection.ACK_MEMBERS);
    }
}
