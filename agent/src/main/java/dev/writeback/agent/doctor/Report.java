package dev.writeback.agent.doctor;

import java.time.Duration;
import java.util.List;

/**
 * What the doctor found.
 *
 * @param checks in the order in which they are to be read
 * @param took from beginning to end
 */
public record Report(List<Check> checks, Duration took) {
    public Report {
        checks = List.copyOf(checks);
    }

    /** How many lines have that status. */
    public long count(Check.Status status) {
        return checks.stream()
                .flatMap(Check::lines)
                .filter(line -> line.status() == status)
                .count();
    }

    /** Whether there is no failure. */
    public boolean holds() {
        return count(Check.Status.FAILURE) == 0;
    }
}
