package dev.writeback.agent.trust;

import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says once at each mark, 21, 7 and 1 days before the end, that a key which nothing has replaced is running out: the
 * rollover of its own accord began weeks before, and has not come through. Belongs to one thread.
 */
final class ExpiryAlarm {
    private static final List<Integer> MARKS = List.of(1, 7, 21);

    private final Map<KeyId, Integer> told = new HashMap<>();

    /** The mark in days that was reached since the last call; empty when none was. */
    Optional<Integer> check(KeyRecord key, Instant now) {
        Duration left = Duration.between(now, key.expiresAt());
        Optional<Integer> mark = MARKS.stream()
                .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                .findFirst();
        return mark.filter(days -> {
            Integer before = told.put(key.id(), days);
            return before == null || days < before;
        });
    }
}
