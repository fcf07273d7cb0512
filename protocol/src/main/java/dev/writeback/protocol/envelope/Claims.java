package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.json.JsonFault;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.json.StrictJson;
import java.util.Set;

/** The claims of a message as text and as members; what is common to requests and acks (PWB/1, sections 3 and 9). */
final class Claims {
    /** The version that this implementation speaks. */
    static final long VERSION = 1;

    private Claims() {}

    static JsonObject parse(byte[] payload) throws RejectedException {
        try {
            return StrictJson.readObject(payload, Limits.CLAIMS);
        } catch (JsonFault e) {
            throw new RejectedException(Rejection.valueOf("CLAIMS_" + e.kind().name()));
        }
    }

    static boolean is(JsonObject claims, String name, String value) {
        return claims.string(name).filter(value::equals).isPresent();
    }

    static void requireVersion(JsonObject claims) throws RejectedException {
        require(claims.integer("v").filter(v -> v == VERSION).isPresent(), Rejection.VERSION);
    }

    /** Unknown members at top level are ignored only with the prefix {@code x_}. */
    static void requireKnown(JsonObject claims, Set<String> known, Rejection otherwise) throws RejectedException {
        for (String name : claims.names()) {
            require(known.contains(name) || name.startsWith("x_"), otherwise);
        }
    }
}
