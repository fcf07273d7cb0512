package dev.writeback.it.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The fault matrix as it was seen: one row per fault, printed at the end. Thread-safe. */
final class Recoveries {
    private record Row(String fault, String told, Duration recovery) {}

    private final String title;
    private final List<Row> rows = new ArrayList<>();

    Recoveries(String title) {
        this.title = title;
    }

    synchronized void add(String fault, String told, Duration recovery) {
        rows.add(new Row(fault, told, recovery));
    }

    /** The recovery that 99 in 100 do not exceed: of fewer than 100, the longest. */
    private Duration p99() {
        List<Duration> sorted = rows.stream()
                .map(Row::recovery)
                .sorted(Comparator.naturalOrder())
                .toList();
        return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    }

    synchronized void print() {
        if (rows.isEmpty()) {
            return;
        }
        System.out.printf("%n%-58s  %-44s  recovery ms%n", title, "the user is told");
        rows.forEach(row -> System.out.printf(
                "%-58s  %-44s  %11d%n", row.fault(), row.told(), row.recovery().toMillis()));
        System.out.printf("%d faults, recovery p99 %d ms%n", rows.size(), p99().toMillis());
    }
}
