package dev.writeback.agent.audit;

import dev.writeback.agent.audit.AuditFinding.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of the records that were read. One that was passed over is missing only if it does not come later, out of its
 * order: what is missing is known at the end.
 */
final class RecordNumbers {
    /** Runs without a gap, the first number of each with its last. */
    private final TreeMap<Long, Long> runs = new TreeMap<>();

    private final List<Gap> gaps = new ArrayList<>();

    private record Gap(long from, long to, Path file, long line) {}

    /** False when a record of that number was there before. */
    boolean add(long number) {
        Map.Entry<Long, Long> run = runs.floorEntry(number);
        if (run != null && run.getValue() >= number) {
            return false;
        }
        long start = run != null && run.getValue() == number - 1 ? run.getKey() : number;
        Long end = runs.remove(number + 1);
        runs.put(start, end == null ? number : end);
        return true;
    }

    /** The line comes where these numbers were expected. */
    void passOver(long from, long to, Path file, long line) {
        gaps.add(new Gap(from, to, file, line));
    }

    /** 0 when there is none. */
    long lowest() {
        return runs.isEmpty() ? 0 : runs.firstKey();
    }

    /** 0 when there is none. */
    long highest() {
        return runs.isEmpty() ? 0 : runs.lastEntry().getValue();
    }

    /** The numbers that were passed over and came nowhere, each once. */
    List<AuditFinding> missing() {
        List<AuditFinding> missing = new ArrayList<>();
        TreeMap<Long, Long> told = new TreeMap<>(runs);
        for (Gap gap : gaps) {
            long next = gap.from;
            while (next <= gap.to) {
                Map.Entry<Long, Long> run = told.floorEntry(next);
                if (run != null && run.getValue() >= next) {
                    next = run.getValue() + 1;
                    continue;
                }
                Long above = told.higherKey(next);
                long last = above == null ? gap.to : Math.min(gap.to, above - 1);
                missing.add(new AuditFinding(Kind.REMOVED, gap.file, gap.line, missing(next, last)));
                told.put(next, last);
                next = last + 1;
            }
        }
        return missing;
    }

    static String missing(long from, long to) {
        return from == to ? "record " + from + " is missing" : "records " + from + " to " + to + " are missing";
    }
}
