package dev.writeback.agent.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * At most so many events per key within any window of the given length (a sliding window, not a bucket that a burst at
 * its edge could fill twice).
 *
 * <p>Thread-safe. Memory is bounded by what was let through within one window.
 */
public final class RateLimit<K> {
    private final int count;
    private final Duration window;
    private final Map<K, Deque<Instant>> taken = new HashMap<>();
    private Instant nextSweep = Instant.MIN;

    /**
     * @param count events, at least 1
     */
    public RateLimit(int count, Duration window) {
        this.count = count;
        this.window = window;
    }

    /** Takes one event if the limit allows it; one that is refused does not count. */
    synchronized boolean tryTake(K key, Instant now) {
        sweep(now);
        Deque<Instant> events = taken.computeIfAbsent(key, unused -> new ArrayDeque<>());
        forgetOld(events, now);
        if (events.size() >= count) {
            return false;
        }
        events.addLast(now);
        return true;
    }

    /** Gives the newest event back. */
    synchronized void giveBack(K key) {
        Deque<Instant> events = taken.get(key);
        if (events != null) {
            events.pollLast();
        }
    }

    private void forgetOld(Deque<Instant> events, Instant now) {
        Instant start = now.minus(window);
        while (!events.isEmpty() && !events.peekFirst().isAfter(start)) {
            events.removeFirst();
        }
    }

    private void sweep(Instant now) {
        if (now.isBefore(nextSweep)) {
            return;
        }
        nextSweep = now.plus(window);
        taken.values().removeIf(events -> {
            forgetOld(events, now);
            return events.isEmpty();
        });
    }
}
