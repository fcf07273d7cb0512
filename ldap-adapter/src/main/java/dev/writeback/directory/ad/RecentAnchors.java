package dev.writeback.directory.ad;

import dev.writeback.directory.AccountRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Whom a reference led to within the last minute, if that account was in no privileged group: groups show only when an entry
 * is read by itself, so a validation and the reset after it need that once. Nothing else is remembered, and a write reads the
 * entry by itself again and judges it by the groups of that moment. Thread-safe.
 */
final class RecentAnchors {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    private record Seen(UUID guid, Instant until) {}

    private final Clock clock;
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    RecentAnchors(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(AccountRef ref, UUID guid) {
        String key = key(ref);
        seen.remove(key);
        seen.put(key, new Seen(guid, clock.instant().plus(KEPT)));
        if (seen.size() > MOST) {
            seen.remove(seen.keySet().iterator().next());
        }
    }

    synchronized Optional<UUID> of(AccountRef ref) {
        return Optional.ofNullable(seen.get(key(ref)))
                .filter(entry -> clock.instant().isBefore(entry.until()))
                .map(Seen::guid);
    }

    private static String key(AccountRef ref) {
        if (ref instanceof AccountRef.ByImmutableId by) {
            return "id:" + HexFormat.of().formatHex(by.bytes());
        }
        if (ref instanceof AccountRef.ByUserPrincipalName by) {
            return "name:" + by.name().toLowerCase(Locale.ROOT);
        }
        return ref.toString();
    }
}
