package dev.writeback.directory.ad;

import java.time.Duration;
import java.time.Instant;

/** Active Directory's times and intervals: 100 ns steps, times since 1601 (MS-DTYP 2.3.3). */
final class FileTime {
    private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;
    private static final long STEPS_PER_SECOND = 10_000_000L;

    private FileTime() {}

    static Instant toInstant(long steps) {
        return Instant.ofEpochSecond(steps / STEPS_PER_SECOND - SECONDS_1601_TO_1970, steps % STEPS_PER_SECOND * 100);
    }

    /** The one-second form that replication metadata uses. */
    static Instant secondsToInstant(long seconds) {
        return Instant.ofEpochSecond(seconds - SECONDS_1601_TO_1970);
    }

    /** Policies hold intervals as negative numbers. */
    static Duration toDuration(long steps) {
        return steps == Long.MIN_VALUE
                ? Duration.ofSeconds(Long.MAX_VALUE)
                : Duration.ofSeconds(Math.abs(steps) / STEPS_PER_SECOND);
    }
}
