package dev.writeback.agent.relay.servicebus;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits of full jitter: evenly between nothing and a bound that doubles with each failure up to a cap. */
final class FullJitterBackoff {
    private static final int MAX_DOUBLINGS = 20;

    private final Duration base;
    private final Duration cap;
    private final RandomGenerator random;
    private int failures;

    FullJitterBackoff(Duration base, Duration cap, RandomGenerator random) {
        this.base = base;
        this.cap = cap;
        this.random = random;
    }

    Duration next() {
        long bound = Math.min(cap.toMillis(), base.toMillis() << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        return Duration.ofMillis(random.nextLong(bound + 1));
    }

    /** To be called once the connection has stayed up for a while. */
    void reset() {
        failures = 0;
    }
}
