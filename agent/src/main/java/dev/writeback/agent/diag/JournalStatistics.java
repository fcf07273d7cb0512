package dev.writeback.agent.diag;

import dev.writeback.agent.journal.JournalReader;
import dev.writeback.protocol.message.Reason;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** How many requests the journal has, by what became of them. No request and no user is named. */
public final class JournalStatistics {
    private JournalStatistics() {}

    /** A few lines. */
    public static String text(List<JournalReader.Row> rows) {
        StringBuilder text = new StringBuilder().append(rows.size()).append(" requests\n");
        if (!rows.isEmpty()) {
            text.append("oldest ").append(rows.get(0).admitted()).append('\n');
            text.append("newest ").append(rows.get(rows.size() - 1).admitted()).append('\n');
        }
        count(text, rows, "state", JournalReader.Row::state);
        count(
                text,
                rows,
                "write",
                row -> row.intent()
                        .map(intent -> intent.operation().wireName() + " on " + intent.server())
                        .orElse("none"));
        count(
                text,
                rows,
                "outcome",
                row -> row.conclusion()
                        .map(conclusion -> conclusion.outcome()
                                + conclusion
                                        .reason()
                                        .map(Reason::wireName)
                                        .map(reason -> " " + reason)
                                        .orElse(""))
                        .orElse("not concluded"));
        return text.toString();
    }

    private static void count(
            StringBuilder text, List<JournalReader.Row> rows, String what, Function<JournalReader.Row, String> of) {
        Map<String, Integer> numbers = new TreeMap<>();
        rows.forEach(row -> numbers.merge(of.apply(row), 1, Integer::sum));
        numbers.forEach((value, number) -> text.append(what)
                .append(' ')
                .append(value)
                .append(": ")
                .append(number)
                .append('\n'));
    }
}
