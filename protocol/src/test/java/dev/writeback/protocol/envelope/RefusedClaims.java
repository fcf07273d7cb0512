package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RefusedPackages.withMember;
import static dev.writeback.protocol.envelope.Rejection.*;

import dev.writeback.protocol.message.Operation;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Step 7: the claims. */
final class RefusedClaims {
    private static final long IAT = Parties.NOW.getEpochSecond();

    private RefusedClaims() {}

    static void addTo(RefusedVectors v) {
        text(v);
        provenance(v);
        times(v);
        shape(v);
        subjectAndInitiator(v);
    }

    private static void text(RefusedVectors v) {
        v.ping(
                "claims of more than 24 KiB",
                CLAIMS_TOO_LARGE,
                f -> f.message.claimsBytes = c -> RefusedVectors.padded(c, 24 * 1024 + 1));
        v.ping(
                "claims with a byte order mark",
                CLAIMS_BYTE_ORDER_MARK,
                f -> f.message.claimsBytes = c -> RefusedPackages.join(RefusedPackages.bytes(0xEF, 0xBB, 0xBF), c));
        v.ping(
                "claims are no UTF-8",
                CLAIMS_NOT_UTF8,
                f -> f.message.claimsBytes = c -> {
                    c[10] = (byte) 0xFF;
                    return c;
                });
        claims(v, "claims cut short", CLAIMS_SYNTAX, c -> c.substring(0, c.length() - 1));
        claims(v, "text after the claims", CLAIMS_TRAILING_TEXT, c -> c + " x");
        claims(v, "claims of depth 7", CLAIMS_TOO_DEEP, c -> withMember(c, "\"x_a\":{\"a\":[[[[[]]]]]}"));
        claims(v, "iss twice", CLAIMS_DUPLICATE_MEMBER, c -> withMember(c, "\"iss\":\"https://sspr.example.net\""));
        v.reset(
                "fmt twice inside sub",
                CLAIMS_DUPLICATE_MEMBER,
                f -> f.message.claimsText = c -> c.replace("\"fmt\":", "\"fmt\":\"objectSid\",\"fmt\":"));
        claims(v, "lone surrogate in a claim", CLAIMS_LONE_SURROGATE, c -> withMember(c, "\"x_a\":\"\\udc00\""));
        claims(v, "iat with a fraction", CLAIMS_NUMBER, c -> c.replace("\"iat\":" + IAT, "\"iat\":" + IAT + ".0"));
        claims(v, "iat with an exponent", CLAIMS_NUMBER, c -> c.replace("\"iat\":" + IAT, "\"iat\":1795344e3"));
        claims(
                v,
                "exp beyond 2^53-1",
                CLAIMS_NUMBER,
                c -> c.replace("\"exp\":" + (IAT + 120), "\"exp\":9007199254740993"));
        claims(v, "claims are an array", CLAIMS_NOT_AN_OBJECT, c -> "[]");
        claims(v, "empty claims", CLAIMS_NOT_AN_OBJECT, c -> "");
    }

    private static void provenance(RefusedVectors v) {
        claim(v, "another issuer", ISSUER, "iss", "https://evil.example.net");
        without(v, "iss missing", ISSUER, "iss");
        claim(v, "iss of an agent", ISSUER, "iss", "urn:pwb:agent:hq-1");
        claim(v, "another group", AUDIENCE, "aud", "urn:pwb:6d1b2c:branch");
        claim(v, "another tenant", AUDIENCE, "aud", "urn:pwb:6d1b2d:hq");
        claim(v, "aud is an array", AUDIENCE, "aud", List.of(Parties.AUDIENCE));
        without(v, "aud missing", AUDIENCE, "aud");
        without(v, "jti missing", MESSAGE_ID, "jti");
        v.ping("jti in capitals", MESSAGE_ID, f -> f.message.claim("jti", "0193A1C2-0000-4000-8000-00000000000A"));
        claim(v, "jti without hyphens", MESSAGE_ID, "jti", "0193a1c2000040008000000000000001");
    }

    private static void times(RefusedVectors v) {
        claim(v, "v = 2", VERSION, "v", 2);
        claim(v, "v is a string", VERSION, "v", "1");
        without(v, "v missing", VERSION, "v");
        for (String name : List.of("iat", "nbf", "exp")) {
            without(v, name + " missing", TIME_FORM, name);
            claim(v, name + " is a string", TIME_FORM, name, "1795344000");
        }
        v.add("61 s before iat", ISSUED_IN_THE_FUTURE, Operation.PING, -61, f -> {}, UnaryOperator.identity());
        v.ping("61 s before nbf", NOT_YET_VALID, f -> f.message.claim("nbf", IAT + 61));
        claim(v, "exp = iat + 301", LIVES_TOO_LONG, "exp", IAT + 301);
        claim(v, "exp = iat", EXPIRES_BEFORE_ISSUE, "exp", IAT);
        claim(v, "exp before iat", EXPIRES_BEFORE_ISSUE, "exp", IAT - 1);
        claim(v, "nbf before iat", VALID_BEFORE_ISSUE, "nbf", IAT - 1);
        v.ping("nbf = exp", VALID_AFTER_EXPIRY, f -> {
            f.message.claim("exp", IAT + 30);
            f.message.claim("nbf", IAT + 30);
        });
        v.add("60 s after exp", "-", "expired", Operation.PING, 180, f -> {}, UnaryOperator.identity());
        v.add("119 s after exp", "-", "expired", Operation.RESET, 239, f -> {}, UnaryOperator.identity());
        v.add(
                "120 s after exp",
                "-",
                "expired, no ack without a record",
                Operation.PING,
                240,
                f -> {},
                UnaryOperator.identity());
        v.add(
                "expired before the rest is looked at",
                "-",
                "expired",
                Operation.PING,
                180,
                f -> f.message.claim("op", "delete"),
                UnaryOperator.identity());
    }

    private static void shape(RefusedVectors v) {
        claim(v, "unknown member at top level", UNKNOWN_MEMBER, "seq", 1);
        claim(v, "prefix X_ in capitals", UNKNOWN_MEMBER, "X_a", 1);
        claim(v, "op unknown", OPERATION, "op", "delete");
        claim(v, "op in capitals", OPERATION, "op", "PING");
        claim(v, "op is an array", OPERATION, "op", List.of("ping"));
        without(v, "op missing", OPERATION, "op");
        without(v, "sub missing", SUBJECT_PRESENCE, Operation.UNLOCK, "sub");
        claim(v, "ping with sub", SUBJECT_PRESENCE, "sub", subject("objectSid", "S-1-5-21"));
        without(v, "init missing", INITIATOR_PRESENCE, Operation.UNLOCK, "init");
        claim(v, "ping with init", INITIATOR_PRESENCE, "init", Map.of("kind", "self"));
        claim(v, "ping with opt", OPTIONS_PRESENCE, "opt", Map.of());
        of(v, "unlock with opt", OPTIONS_PRESENCE, Operation.UNLOCK, f -> f.message.claim("opt", Map.of()));
        of(v, "change with opt", OPTIONS_PRESENCE, Operation.CHANGE, f -> f.message.claim("opt", Map.of()));
        v.reset("unknown member in opt", OPTIONS_MEMBERS, f -> f.message.claim("opt", Map.of("x_a", true)));
        v.reset("unlock is no boolean", OPTIONS_MEMBERS, f -> f.message.claim("opt", Map.of("unlock", 1)));
        v.reset("mustChange is no boolean", OPTIONS_MEMBERS, f -> f.message.claim("opt", Map.of("mustChange", "true")));
        v.reset("opt is an array", OPTIONS_MEMBERS, f -> f.message.claim("opt", List.of()));
        claim(v, "trace of another form", TRACE, "trace", "0af7651916cd43dd8448eb211c80319c");
        claim(v, "trace is a number", TRACE, "trace", 1);
        v.reset("pwd missing", SECRET_PRESENCE, f -> {
            f.message.claim("pwd", Map.of());
            f.message.claimsText = c -> c.replace(",\"pwd\":{}", "");
        });
        v.reset("pwd is a string", SECRET_PRESENCE, f -> f.message.claim("pwd", "AA.AA.AA.AA.AA"));
        claim(v, "ping with pwd", SECRET_PRESENCE, "pwd", Map.of());
        of(v, "unlock with pwd", SECRET_PRESENCE, Operation.UNLOCK, f -> f.message.claim("pwd", Map.of()));
    }

    private static void subjectAndInitiator(RefusedVectors v) {
        of(v, "sub is a string", SUBJECT_MEMBERS, Operation.UNLOCK, f -> f.message.claim("sub", "alice"));
        of(
                v,
                "unknown member in sub",
                SUBJECT_MEMBERS,
                Operation.UNLOCK,
                f -> f.message.inside("sub").put("x_a", 1));
        of(
                v,
                "sub without v",
                SUBJECT_MEMBERS,
                Operation.UNLOCK,
                f -> f.message.inside("sub").remove("v"));
        of(
                v,
                "a DN as subject",
                SUBJECT_FORMAT,
                Operation.UNLOCK,
                f -> f.message.claim("sub", subject("dn", "CN=alice,DC=example")));
        of(
                v,
                "fmt in small letters",
                SUBJECT_FORMAT,
                Operation.UNLOCK,
                f -> f.message.inside("sub").put("fmt", "objectguid"));
        for (Map<String, Object> wrong : List.of(
                subject("objectGUID", "{5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a10}"),
                subject("objectGUID", "*"),
                subject("objectSid", "S-1-5-21-4294967296"),
                subject("objectSid", "S-1-1-0"),
                subject("immutableId", "ai4PW x6NVUqKYRw/bz96EA=="),
                subject("immutableId", "ai4PWx6NVUqKYRw_bz96EA=="),
                subject("userPrincipalName", ""))) {
            of(
                    v,
                    "value of " + wrong.get("fmt") + ": '" + wrong.get("v") + "'",
                    SUBJECT_VALUE,
                    Operation.UNLOCK,
                    f -> f.message.claim("sub", wrong));
        }
        of(v, "init is a string", INITIATOR_MEMBERS, Operation.UNLOCK, f -> f.message.claim("init", "self"));
        of(
                v,
                "unknown member in init",
                INITIATOR_MEMBERS,
                Operation.UNLOCK,
                f -> f.message.inside("init").put("x_a", 1));
        of(
                v,
                "acr is a number",
                INITIATOR_MEMBERS,
                Operation.UNLOCK,
                f -> f.message.inside("init").put("acr", 2));
        of(
                v,
                "kind unknown",
                INITIATOR_KIND,
                Operation.UNLOCK,
                f -> f.message.inside("init").put("kind", "root"));
        of(
                v,
                "kind missing",
                INITIATOR_KIND,
                Operation.UNLOCK,
                f -> f.message.inside("init").remove("kind"));
        of(
                v,
                "admin without by",
                INITIATOR_BY,
                Operation.UNLOCK,
                f -> f.message.inside("init").put("kind", "admin"));
        of(
                v,
                "self with by",
                INITIATOR_BY,
                Operation.UNLOCK,
                f -> f.message.inside("init").put("by", "helpdesk"));
        of(
                v,
                "by of 257 characters",
                INITIATOR_BY,
                Operation.UNLOCK,
                f -> f.message.claim("init", RequestForge.members("kind", "admin", "by", "a".repeat(257))));
        of(
                v,
                "empty by",
                INITIATOR_BY,
                Operation.UNLOCK,
                f -> f.message.claim("init", RequestForge.members("kind", "admin", "by", "")));
    }

    private static Map<String, Object> subject(String format, String value) {
        return RequestForge.members("fmt", format, "v", value);
    }

    private static void claims(RefusedVectors v, String name, Rejection why, UnaryOperator<String> bend) {
        v.ping(name, why, f -> f.message.claimsText = bend);
    }

    private static void claim(RefusedVectors v, String name, Rejection why, String claim, Object value) {
        v.ping(name, why, f -> f.message.claim(claim, value));
    }

    private static void without(RefusedVectors v, String name, Rejection why, String claim) {
        without(v, name, why, Operation.PING, claim);
    }

    private static void without(RefusedVectors v, String name, Rejection why, Operation operation, String claim) {
        of(v, name, why, operation, f -> f.message.claims(claims -> claims.remove(claim)));
    }

    private static void of(
            RefusedVectors v, String name, Rejection why, Operation operation, Consumer<RequestForge> bend) {
        v.add(name, why, operation, 0, bend, UnaryOperator.identity());
    }
}
