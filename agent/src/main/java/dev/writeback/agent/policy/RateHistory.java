package dev.writeback.agent.policy;

import dev.writeback.agent.config.LimitSettings.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When events were let through, by key, and whether rates allow one more: at most so many within any window of the given
 * length (a sliding window, not a bucket that a burst at its edge could fill twice).
 *
 * <p>It knows no rates of its own and outlives any policy, so that a policy that takes the place of another gives nobody a
 * fresh budget. Thread-safe. Of each key it remembers one day, the longest window there is, and no more events than the
 * largest count that it was ever asked about.
 */
public final class RateHistory<K> {
    private static final Duration MEMORY = Duration.ofDays(1);
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);

    private final Map<K, RecentEvents> letThrough = new HashMap<>();
    private Instant nextSweep = Instant.MIN;
    private int mostCount;

    /** A history in which nothing has happened yet. */
    public RateHistory() {}

    /** Takes one event if all rates allow it; one that is refused does not count. */
    synchronized boolean tryTake(K key, Instant now, Rates rates) {
        sweep(now);
        mostCount = Math.max(mostCount, rates.mostCount());
        RecentEvents events = letThrough.computeIfAbsent(key, unused -> new RecentEvents());
        if (!rates.all().stream().allMatch(rate -> hasRoom(events, now, rate))) {
            return false;
        }
        events.add(now, mostCount);
        return true;
    }

    /** Gives the newest event back. */
    synchronized void giveBack(K key) {
        RecentEvents events = letThrough.get(key);
        if (events != null) {
            events.removeNewest();
        }
    }

    private static boolean hasRoom(RecentEvents events, Instant now, Rate rate) {
        return events.size() < rate.count() || !events.newest(rate.count()).isAfter(now.minus(rate.window()));
    }

    private void sweep(Instant now) {
        if (now.isBefore(nextSweep)) {
            return;
        }
        nextSweep = now.plus(BETWEEN_SWEEPS);
        Instant start = now.minus(MEMORY);
        letThrough
                .values()
                .removeIf(events -> events.size() == 0 || !events.newest(1).isAfter(start));
    }
}
