package dev.writeback.protocol.crypto;

import dev.writeback.protocol.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Public JWKs as messages carry them (PWB/1, sections 7 and 8): every member that the place has, and no other. Stateless
 * and thread-safe.
 */
public final class MessageJwks {
    private static final Set<String> ROOT = Set.of("kty", "crv", "x", "y", "use", "kid", "alg");
    private static final Set<String> CLOUD = Set.of("kty", "crv", "x", "y", "use", "kid", "alg", "nbf", "exp");
    private static final Set<String> AGENT = Set.of("kty", "crv", "x", "y", "use", "kid", "alg", "nbf", "exp", "agent");

    private MessageJwks() {}

    /**
     * A key of an agent.
     *
     * @throws JwkException when it is not one
     */
    public static KeyRecord agentKey(JsonObject jwk) throws JwkException {
        return exactly(AGENT, jwk, "a key of an agent");
    }

    /**
     * A request-signing key or an ack key of the cloud.
     *
     * @throws JwkException when it is not one
     */
    public static KeyRecord cloudKey(JsonObject jwk) throws JwkException {
        return exactly(CLOUD, jwk, "a key of the cloud");
    }

    /**
     * The tenant's root key, which has no times: it lives as long as it is pinned.
     *
     * @throws JwkException when it is not one
     */
    public static KeyRecord rootKey(JsonObject jwk) throws JwkException {
        KeyRecord root = exactly(ROOT, jwk, "the root key");
        if (root.use() != KeyUse.SIG) {
            throw new JwkException("the root key is not for signing");
        }
        return root;
    }

    private static KeyRecord exactly(Set<String> members, JsonObject jwk, String what) throws JwkException {
        if (!jwk.names().equals(members)) {
            throw new JwkException(what + " has other members than "
                    + members.stream().sorted().toList());
        }
        return JwkSets.record(jwk, what);
    }

    /** The members of a key of an agent or of the cloud, in a fixed order. */
    public static Map<String, Object> write(KeyRecord key) {
        return JwkSets.members(key);
    }

    /** As {@link #write}, of several. */
    public static List<Map<String, Object>> write(KeyRing keys) {
        return keys.all().stream().map(JwkSets::members).toList();
    }

    /** The members of the root key, in a fixed order. */
    public static Map<String, Object> writeRoot(KeyRecord root) {
        Map<String, Object> members = JwkSets.members(root);
        members.keySet().retainAll(ROOT);
        return members;
    }
}
