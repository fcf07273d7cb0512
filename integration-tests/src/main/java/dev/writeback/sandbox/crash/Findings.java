package dev.writeback.sandbox.crash;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one or more kills have shown. Not thread-safe. */
public final class Findings {
    private final Map<Violation, List<String>> violations = new EnumMap<>(Violation.class);
    private final List<String> indeterminate = new ArrayList<>();
    private int kills;
    private int missed;
    private int requests;

    void killed() {
        kills++;
    }

    /** The agent did not come to the point. */
    void missed() {
        missed++;
    }

    /** What was missed was tried again. */
    void forgiveMissed() {
        missed = 0;
    }

    void requests(int number) {
        requests += number;
    }

    void violated(Violation what, String detail) {
        violations.computeIfAbsent(what, key -> new ArrayList<>()).add(what + " " + detail);
    }

    /** {@code INDETERMINATE} in its documented row. */
    void indeterminate(String detail) {
        indeterminate.add(detail);
    }

    void add(Findings other) {
        kills += other.kills;
        missed += other.missed;
        requests += other.requests;
        indeterminate.addAll(other.indeterminate);
        other.violations.forEach((what, details) ->
                violations.computeIfAbsent(what, key -> new ArrayList<>()).addAll(details));
    }

    public int kills() {
        return kills;
    }

    /** How often an agent did not come to the point where it was to be killed. */
    public int missedPoints() {
        return missed;
    }

    public int requests() {
        return requests;
    }

    public int indeterminate() {
        return indeterminate.size();
    }

    /** Each of them in words, with the plan that shows it again. */
    public List<String> indeterminateDetails() {
        return List.copyOf(indeterminate);
    }

    /** Each kind that was seen, as often as it was. */
    List<Violation> kinds() {
        return violations.entrySet().stream()
                .flatMap(kind -> kind.getValue().stream().map(detail -> kind.getKey()))
                .toList();
    }

    int count(Violation what) {
        return violations.getOrDefault(what, List.of()).size();
    }

    /** Every violation in words, with the plan that shows it again. */
    public List<String> violations() {
        return violations.values().stream().flatMap(List::stream).toList();
    }
}
