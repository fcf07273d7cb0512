package dev.writeback.directory.standard;

import java.time.Clock;
import java.time.Duration;

/**
 * Keeps two changes of one password out of the same second. {@code pwdChangedTime} has whole seconds on OpenLDAP: after a
 * second write in the second of the first it would be what it was before, and recovery would take the write for not made.
 *
 * <p>A full second after the time was read, the server's clock has left the second that it names. That second cannot be the
 * present one when it is long past by the host's clock, which may differ by {@link #SKEW}; then nobody waits.
 */
final class WholeSeconds {
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final long ONE_SECOND = 1000;

    private final Clock clock;

    WholeSeconds(Clock clock) {
        this.clock = clock;
    }

    /** Returns when a write makes a new time; false when the thread was interrupted. */
    boolean letPass(PersonEntry read) {
        boolean longPast = read.changedAt()
                .filter(changed -> changed.plus(SKEW).isAfter(clock.instant()))
                .isEmpty();
        if (longPast || !read.tellsWholeSeconds()) {
            return true;
        }
        try {
            Thread.sleep(ONE_SECOND);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
