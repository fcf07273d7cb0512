package dev.writeback.agent.policy;

import java.time.Instant;
import java.util.Arrays;

/** The times of the newest events of one key, in a ring that grows with them. Not thread-safe. */
final class RecentEvents {
    private static final int FIRST_LENGTH = 4;

    private Instant[] ring = new Instant[FIRST_LENGTH];
    private int oldest;
    private int size;

    int size() {
        return size;
    }

    /**
     * Adds one.
     *
     * @param most kept of them, at least 1: the oldest makes room
     */
    void add(Instant at, int most) {
        if (size == ring.length) {
            grow();
        }
        ring[(oldest + size) % ring.length] = at;
        size++;
        if (size > most) {
            ring[oldest] = Instant.MIN;
            oldest = (oldest + 1) % ring.length;
            size--;
        }
    }

    private void grow() {
        Instant[] larger = Arrays.copyOf(Arrays.copyOfRange(ring, oldest, ring.length), ring.length * 2);
        System.arraycopy(ring, 0, larger, ring.length - oldest, oldest);
        ring = larger;
        oldest = 0;
    }

    /** The time of one, counted from the newest, which is 1. */
    Instant newest(int nth) {
        return ring[(oldest + size - nth) % ring.length];
    }

    void removeNewest() {
        if (size > 0) {
            size--;
        }
    }
}
