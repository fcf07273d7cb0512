package dev.writeback.sandbox.cli;

import dev.writeback.sandbox.demo.DemoReport;
import dev.writeback.sandbox.demo.StepResult;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is printed of the demonstration: a table that grows, or one document. */
final class DemoTable {
    private final PrintWriter out;
    private int rows;

    DemoTable(PrintWriter out) {
        this.out = out;
    }

    void head() {
        print("", "step", "operation", "expected", "outcome", "verified", "ms");
        out.println("-".repeat(147));
        out.flush();
    }

    void row(StepResult result) {
        rows++;
        print(
                Integer.toString(rows),
                result.name(),
                result.operation(),
                result.expected(),
                result.seen(),
                result.verified() ? "yes" : "NO",
                Long.toString(result.millis()));
        for (String complaint : result.complaints()) {
            out.println("     !! " + complaint);
        }
        out.flush();
    }

    private void print(String... cells) {
        out.println(String.format(Locale.ROOT, "%3s  %-39s %-9s %-38s %-38s %-8s %6s", (Object[]) cells)
                .stripTrailing());
    }

    void summary(DemoReport report) {
        out.println();
        out.println(
                report.failed() == 0
                        ? "All " + report.passed()
                                + " steps went as expected, each checked against the directory itself, in "
                                + seconds(report) + " s."
                        : report.failed() + " of " + report.steps().size()
                                + " steps did NOT go as expected; they are marked" + " with !! above. "
                                + seconds(report) + " s.");
        out.flush();
    }

    private static String seconds(DemoReport report) {
        return String.format(Locale.ROOT, "%.1f", report.millis() / 1000.0);
    }

    static Map<String, @Nullable Object> document(DemoReport report) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        List<Map<String, @Nullable Object>> steps =
                report.steps().stream().map(DemoTable::document).toList();
        document.put("steps", steps);
        document.put("passed", report.passed());
        document.put("failed", report.failed());
        document.put("millis", report.millis());
        return document;
    }

    private static Map<String, @Nullable Object> document(StepResult result) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", result.name());
        document.put("operation", result.operation());
        document.put("expected", result.expected());
        document.put("outcome", result.outcome());
        document.put("reason", result.reason().orElse(null));
        document.put("verified", result.verified());
        document.put("passed", result.passed());
        document.put("millis", result.millis());
        document.put("complaints", result.complaints());
        return document;
    }
}
