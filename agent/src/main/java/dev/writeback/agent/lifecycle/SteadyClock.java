package dev.writeback.agent.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that is right when it is made and from then on moves with the monotonic time of the machine: whoever sets the
 * host's clock does not move this one. For lengths of time, never for what stands in a message. Immutable.
 */
public final class SteadyClock extends Clock {
    private final Instant start;
    private final long startNanos;
    private final LongSupplier nanoTime;
    private final ZoneId zone;

    private SteadyClock(Instant start, long startNanos, LongSupplier nanoTime, ZoneId zone) {
        this.start = start;
        this.startNanos = startNanos;
        this.nanoTime = nanoTime;
        this.zone = zone;
    }

    /** Starts at the time that {@code clock} shows now. */
    public static SteadyClock startingAt(Clock clock) {
        return new SteadyClock(clock.instant(), System.nanoTime(), System::nanoTime, clock.getZone());
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.ofNanos(nanoTime.getAsLong() - startNanos));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SteadyClock(start, startNanos, nanoTime, other);
    }
}
