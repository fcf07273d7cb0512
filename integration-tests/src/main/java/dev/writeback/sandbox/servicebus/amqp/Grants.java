package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.access.Right;
import dev.writeback.sandbox.servicebus.access.TokenVerifier.Grant;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the tokens of one connection allow, by the path they were presented for. */
final class Grants {
    private final Map<String, Grant> byPath = new HashMap<>();

    /** A newer token for the same path takes the place of the older. */
    void add(Grant grant) {
        byPath.put(grant.path(), grant);
    }

    boolean allow(Right right, String path) {
        return byPath.values().stream().anyMatch(grant -> grant.allows(right, path));
    }

    boolean allowAny(String path) {
        return allow(Right.SEND, path) || allow(Right.LISTEN, path);
    }

    /** @return whether anything expired */
    boolean expireAt(Instant now) {
        List<Grant> expired = byPath.values().stream()
                .filter(grant -> !grant.expiresAt().isAfter(now))
                .toList();
        expired.forEach(grant -> byPath.remove(grant.path()));
        return !expired.isEmpty();
    }
}
