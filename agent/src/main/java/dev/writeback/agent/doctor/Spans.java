package dev.writeback.agent.doctor;

import java.time.Duration;

/** Spans of time in words. */
final class Spans {
    private Spans() {}

    /** The two largest units at most: {@code 171 days}, {@code 3 h 20 min}, {@code 45 s}. */
    static String of(Duration span) {
        Duration length = span.abs();
        if (length.toDays() >= 2) {
            return length.toDays() + " days";
        }
        if (length.toHours() >= 1) {
            return length.toHours() + " h" + (length.toMinutesPart() > 0 ? " " + length.toMinutesPart() + " min" : "");
        }
        if (length.toMinutes() >= 1) {
            return length.toMinutes() + " min"
                    + (length.toSecondsPart() > 0 ? " " + length.toSecondsPart() + " s" : "");
        }
        return length.toSeconds() + " s";
    }
}
