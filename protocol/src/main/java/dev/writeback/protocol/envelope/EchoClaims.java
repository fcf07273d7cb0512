package dev.writeback.protocol.envelope;

import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.message.Echo;
import java.util.Map;
import java.util.Set;

/** The claims of the answer to a heartbeat that asks for one, written and read (PWB/1, section 4). */
final class EchoClaims {
    static final String TYP = "pwb-echo+jwt";

    private static final Set<String> KNOWN = Set.of("v", "iss", "aud", "jti", "iat", "exp", "echo");

    private EchoClaims() {}

    static void add(Echo echo, Map<String, Object> claims) {
        claims.put("echo", echo.value());
    }

    static Echo read(JsonObject claims) throws RejectedException {
        Claims.requireKnown(claims, KNOWN, Rejection.ECHO_MEMBERS);
        try {
            return claims.string("echo").map(Echo::new).orElseThrow(EchoClaims::malformed);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static RejectedException malformed() {
        return new RejectedException(Rejection.ECHO_MEMBERS);
    }
}
