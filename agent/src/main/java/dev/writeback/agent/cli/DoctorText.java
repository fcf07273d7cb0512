package dev.writeback.agent.cli;

import dev.writeback.agent.doctor.Check;
import dev.writeback.agent.doctor.Report;
import java.util.Locale;

/** The doctor's report for people: one line for each check, indented below what it is a part of, advice below it. */
final class DoctorText {
    private DoctorText() {}

    static String of(String version, String agent, Report report) {
        StringBuilder text = new StringBuilder();
        text.append("writeback ")
                .append(version)
                .append(", agent ")
                .append(agent)
                .append('\n');
        report.checks().forEach(check -> append(text, check, 0));
        long failures = report.count(Check.Status.FAILURE);
        long warnings = report.count(Check.Status.WARNING);
        text.append(counted(failures, "failure"))
                .append(", ")
                .append(counted(warnings, "warning"))
                .append(String.format(Locale.ROOT, " (%.1f s)", report.took().toMillis() / 1000.0));
        return text.toString();
    }

    private static String counted(long number, String what) {
        return (number == 0 ? "no" : Long.toString(number)) + " " + what + (number == 1 ? "" : "s");
    }

    private static void append(StringBuilder text, Check check, int depth) {
        String indent = "  ".repeat(depth);
        text.append(String.format(Locale.ROOT, "%-8s", check.shown().name().toLowerCase(Locale.ROOT)))
                .append(indent)
                .append(check.name());
        if (!check.detail().isEmpty()) {
            text.append(": ").append(check.detail());
        }
        text.append('\n');
        check.advice()
                .ifPresent(advice -> text.append(" ".repeat(8))
                        .append(indent)
                        .append("-> ")
                        .append(advice)
                        .append('\n'));
        check.parts().forEach(part -> append(text, part, depth + 1));
    }
}
