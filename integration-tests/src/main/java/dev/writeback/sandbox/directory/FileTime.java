package dev.writeback.sandbox.directory;

import java.time.Duration;
import java.time.Instant;

/** Windows time: 100 ns ticks since 1601-01-01 UTC; intervals are negative tick counts (MS-DTYP 2.3.3). */
final class FileTime {
    /** "Never", as interval and as point in time. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long EPOCH_SECONDS = 11_644_473_600L;
    private static final long TICKS_PER_SECOND = 10_000_000L;

    private FileTime() {}

    static long ticks(Instant instant) {
        return Math.multiplyExact(seconds(instant), TICKS_PER_SECOND) + instant.getNano() / 100;
    }

    /** Seconds since 1601, the unit of the replication metadata. */
    static long seconds(Instant instant) {
        return instant.getEpochSecond() + EPOCH_SECONDS;
    }

    static Instant instant(long ticks) {
        return Instant.ofEpochSecond(ticks / TICKS_PER_SECOND - EPOCH_SECONDS, ticks % TICKS_PER_SECOND * 100);
    }

    /** The attribute value of an interval. */
    static long interval(Duration duration) {
        return -Math.multiplyExact(duration.toSeconds(), TICKS_PER_SECOND);
    }
}
