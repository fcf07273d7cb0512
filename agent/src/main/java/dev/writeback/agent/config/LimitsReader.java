package dev.writeback.agent.config;

import java.time.Duration;
import java.util.Optional;

/** Reads the section {@code limits}. */
final class LimitsReader {
    private LimitsReader() {}

    static LimitSettings read(Section section) {
        LimitSettings usual = LimitSettings.DEFAULT;
        LimitSettings limits = new LimitSettings(
                rate(section.optionalSection("perUser")).orElse(usual.perUser()),
                rate(section.optionalSection("perAgent")).orElse(usual.perAgent()),
                section.optional("inFlight").number(LimitSettings.IN_FLIGHT).orElse(usual.inFlight()));
        section.end();
        return limits;
    }

    /** Half a rate would be a rate that nobody chose: both keys are needed, or none. */
    private static Optional<LimitSettings.Rate> rate(Section section) {
        Optional<Integer> count = section.required("count").number(LimitSettings.Rate.COUNT);
        Optional<Integer> seconds = section.required("seconds").number(LimitSettings.Rate.SECONDS);
        section.end();
        return count.flatMap(most -> seconds.map(window -> new LimitSettings.Rate(most, Duration.ofSeconds(window))));
    }
}
