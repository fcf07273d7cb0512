package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.json.JsonFault;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.json.StrictJson;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The claims of a message as text and as members; what is common to all of them (PWB/1, sections 3 and 9). */
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

    /** The members that every message has. */
    static Map<String, Object> common(
            String issuer, String audience, RequestId id, Instant issuedAt, Duration lifetime) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("v", VERSION);
        claims.put("iss", issuer);
        claims.put("aud", audience);
        claims.put("jti", id.value());
        claims.put("iat", issuedAt.getEpochSecond());
        claims.put("exp", issuedAt.plus(lifetime).getEpochSecond());
        return claims;
    }

    /**
     * The text of the claims.
     *
     * @throws IllegalArgumentException when it is longer than section 9 allows
     */
    static byte[] write(Map<String, Object> claims) {
        byte[] text = StrictJson.write(claims);
        if (text.length > Limits.CLAIMS) {
            throw new IllegalArgumentException(
                    "the claims have " + text.length + " bytes; a message holds at most " + Limits.CLAIMS);
        }
        return text;
    }

    /** {@code jti}. */
    static RequestId id(JsonObject claims) throws RejectedException {
        return claims.string("jti")
                .filter(RequestId::isValid)
                .map(RequestId::new)
                .orElseThrow(() -> new RejectedException(Rejection.MESSAGE_ID));
    }

    /** {@code epoch} as far as it can be told. */
    static Optional<Epoch> epoch(JsonObject claims) {
        return claims.integer("epoch").filter(value -> value >= 1).map(Epoch::new);
    }

    /** A whole number from 0 up. */
    static long natural(JsonObject object, String name, Rejection otherwise) throws RejectedException {
        return object.integer(name).filter(value -> value >= 0).orElseThrow(() -> new RejectedException(otherwise));
    }

    /** The constant of that wire name. */
    static <E> Optional<E> named(E[] values, Function<E, String> wireName, Optional<String> name) {
        return Arrays.stream(values)
                .filter(value -> name.filter(wireName.apply(value)::equals).isPresent())
                .findFirst();
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
