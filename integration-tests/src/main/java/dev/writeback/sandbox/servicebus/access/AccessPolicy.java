package dev.writeback.sandbox.servicebus.access;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A shared access policy: a name, a key, and rights per queue.
 *
 * @param name the policy's name, {@code SharedAccessKeyName} of a connection string
 * @param key the shared key as it stands in a connection string; the signature's key is its UTF-8 form
 * @param rights the rights by queue; {@link #EVERY_QUEUE} stands for all of them
 */
public record AccessPolicy(String name, String key, Map<String, Set<Right>> rights) {
    /** In {@link #rights}: all queues. */
    public static final String EVERY_QUEUE = "*";

    public AccessPolicy {
        rights = rights.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT), entry -> Set.copyOf(entry.getValue())));
    }

    /** A policy with all rights on all queues. */
    public static AccessPolicy root(String name, String key) {
        return new AccessPolicy(name, key, Map.of(EVERY_QUEUE, Set.of(Right.values())));
    }

    /** @param queue a queue's name; a dead-letter queue and a management node go by their queue */
    public boolean allows(Right right, String queue) {
        return rights.getOrDefault(EVERY_QUEUE, Set.of()).contains(right)
                || rights.getOrDefault(queue.toLowerCase(Locale.ROOT), Set.of()).contains(right);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "AccessPolicy[" + name + ", " + rights + "]";
    }
}
