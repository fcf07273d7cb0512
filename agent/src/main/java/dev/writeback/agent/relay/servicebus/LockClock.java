package dev.writeback.agent.relay.servicebus;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a message's lock still lasts: by the relay's clock and the machine's monotonic one, and by the host's clock;
 * the shorter time counts. A host whose clock is behind, or is set back, takes no lock for longer than it is; one that is
 * ahead gives messages back too early.
 *
 * <p>A lock's end is told in the relay's time. The delivery that reached us soonest, of those in the last hour, shows how
 * the relay's time and the monotonic one lie to each other; one that was held up on its way is measured against it.
 * Thread-safe.
 */
final class LockClock {
    /** PWB/1, section 6. A queue whose locks last longer is taken for one of these. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** After this the two clocks may have drifted apart, by less than two seconds. */
    private static final Duration WINDOW = Duration.ofMinutes(30);

    private final Clock steady;
    private final Clock host;
    private Duration length = LONGEST;
    private Duration soonest = Duration.ofSeconds(Long.MAX_VALUE / 4);
    private Duration soonestBefore = soonest;
    private Instant windowEnds;

    /**
     * @param steady moves with the monotonic time
     * @param host the host's own, which may jump
     */
    LockClock(Clock steady, Clock host) {
        this.steady = steady;
        this.host = host;
        this.windowEnds = steady.instant().plus(WINDOW);
    }

    /**
     * A delivery has arrived just now.
     *
     * @param lockedUntil relay time
     * @param enqueuedAt relay time; no lock began before it
     */
    synchronized void arrived(Instant lockedUntil, Instant enqueuedAt) {
        Instant now = steady.instant();
        if (!now.isBefore(windowEnds)) {
            soonestBefore = soonest;
            soonest = Duration.ofSeconds(Long.MAX_VALUE / 4);
            windowEnds = now.plus(WINDOW);
        }
        soonest = shorter(soonest, Duration.between(lockedUntil, now));
        length = shorter(length, Duration.between(enqueuedAt, lockedUntil));
    }

    /** What is left of a lock; negative when it is over. */
    synchronized Duration left(Instant lockedUntil) {
        Duration since = Duration.between(lockedUntil, steady.instant()).minus(shorter(soonest, soonestBefore));
        return shorter(length.minus(since), Duration.between(host.instant(), lockedUntil));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
