package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.MessageJwks;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.message.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims that all key messages have, written and read (PWB/1, sections 4 and 7). */
final class KeyClaims {
    static final String TYP = "pwb-keys+jwt";

    private static final Set<String> KNOWN = Set.of("v", "iss", "aud", "jti", "iat", "exp", "epoch", "act", "keys");

    private KeyClaims() {}

    /** The claim {@code act}. */
    enum Act {
        ANNOUNCE,
        CONFIRM,
        REVOKE;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @throws IllegalArgumentException when there are no keys, or more than a message holds
     */
    static void add(Epoch epoch, Act act, KeyRing keys, Map<String, Object> claims) {
        int count = keys.all().size();
        if (epoch.equals(Epoch.NONE) || count < 1 || count > Limits.KEYS) {
            throw new IllegalArgumentException(
                    "a key message has an epoch of at least 1 and 1 to " + Limits.KEYS + " keys, not " + count);
        }
        claims.put("epoch", epoch.value());
        claims.put("act", act.wireName());
        claims.put("keys", MessageJwks.write(keys));
    }

    static void requireKnown(JsonObject claims) throws RejectedException {
        Claims.requireKnown(claims, KNOWN, Rejection.KEYS_MEMBERS);
    }

    /** As the other one; an announcement of an agent has its proofs beside the rest. */
    static void requireKnownWithProof(JsonObject claims) throws RejectedException {
        for (String name : claims.names()) {
            require(KNOWN.contains(name) || name.equals("proof") || name.startsWith("x_"), Rejection.KEYS_MEMBERS);
        }
    }

    static Act act(JsonObject claims) throws RejectedException {
        return Claims.named(Act.values(), Act::wireName, claims.string("act"))
                .orElseThrow(() -> new RejectedException(Rejection.KEYS_ACT));
    }

    static Epoch epoch(JsonObject claims) throws RejectedException {
        return Claims.epoch(claims).orElseThrow(() -> new RejectedException(Rejection.EPOCH));
    }

    /** Keys that all belong to that agent. */
    static KeyRing agentKeys(JsonObject claims, String agent) throws RejectedException {
        KeyRing keys = keys(claims, MessageJwks::agentKey);
        require(keys.agents().equals(Set.of(agent)), Rejection.KEYS_OWNER);
        return keys;
    }

    /** Keys of the cloud. */
    static KeyRing cloudKeys(JsonObject claims) throws RejectedException {
        return keys(claims, MessageJwks::cloudKey);
    }

    /** A complete set can sign and be sealed to. */
    static KeyRing requireBothUses(KeyRing keys) throws RejectedException {
        for (KeyUse use : KeyUse.values()) {
            require(keys.all().stream().anyMatch(key -> key.use() == use), Rejection.KEYS_INCOMPLETE);
        }
        return keys;
    }

    private interface Reader {
        KeyRecord read(JsonObject jwk) throws JwkException;
    }

    private static KeyRing keys(JsonObject claims, Reader reader) throws RejectedException {
        Optional<List<JsonObject>> jwks = claims.objects("keys");
        require(
                jwks.filter(list -> !list.isEmpty() && list.size() <= Limits.KEYS)
                        .isPresent(),
                Rejection.KEYS_SET);
        List<KeyRecord> keys = new ArrayList<>();
        try {
            for (JsonObject jwk : jwks.orElseThrow()) {
                keys.add(reader.read(jwk));
            }
            return KeyRing.of(keys);
        } catch (JwkException | IllegalArgumentException e) {
            throw new RejectedException(Rejection.KEYS_SET);
        }
    }
}
