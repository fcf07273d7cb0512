package dev.writeback.agent.doctor;

import java.time.Duration;

/** How far this host's clock is from another. */
final class ClockCheck {
    /** The agent takes nothing beyond that (see docs/operations.md). */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** Others tell whole seconds, and an answer takes its time. */
    private static final Duration EQUAL = Duration.ofSeconds(3);

    private static final String ADVICE =
            "set this host's clock and keep it right with chrony or systemd-timesyncd; beyond 30 s the agent takes nothing";

    private ClockCheck() {}

    /**
     * @param other whose clock it is compared with, and how it tells
     * @param offset host minus other
     */
    static Check of(String name, String other, Duration offset) {
        if (offset.abs().compareTo(EQUAL) <= 0) {
            return Check.ok(name, "as " + other + ", to the second");
        }
        String detail = "this host is " + Spans.of(offset) + (offset.isNegative() ? " behind " : " ahead of ") + other;
        return offset.abs().compareTo(LIMIT) > 0
                ? Check.failure(name, detail, ADVICE)
                : Check.warning(name, detail, ADVICE);
    }
}
