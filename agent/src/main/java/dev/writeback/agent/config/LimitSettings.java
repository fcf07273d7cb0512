package dev.writeback.agent.config;

import java.time.Duration;

/**
 * The section {@code limits}.
 *
 * @param perUser requests for one account
 * @param perAgent requests in all
 * @param inFlight requests handled at the same time
 */
public record LimitSettings(Rate perUser, Rate perAgent, int inFlight) {
    /**
     * At most so many in any window of that length.
     *
     * @param window whole seconds
     */
    public record Rate(int count, Duration window) {
        static final IntRange COUNT = new IntRange(1, 1_000_000);
        static final IntRange SECONDS = new IntRange(1, 86_400);

        /**
         * @throws IllegalArgumentException when a value is out of its range
         */
        public Rate {
            COUNT.require("count", count);
            SECONDS.require("seconds", window.toSeconds());
        }
    }

    static final IntRange IN_FLIGHT = new IntRange(1, 32);

    /** What a file without this section means. */
    public static final LimitSettings DEFAULT =
            new LimitSettings(new Rate(5, Duration.ofHours(1)), new Rate(100, Duration.ofMinutes(1)), 32);

    /**
     * @throws IllegalArgumentException when {@code inFlight} is out of its range (PWB/1, section 9)
     */
    public LimitSettings {
        IN_FLIGHT.require("limits.inFlight", inFlight);
    }
}
