package dev.writeback.agent.audit;

import dev.writeback.agent.audit.AuditFinding.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records in the order in which they stand, as stretches within which each names the number and the hash of the one before
 * it. A whole audit is a single one. Of several it is told what is out of its order, what is missing between them, and where two
 * that should follow on each other do not.
 */
final class Stretches {
    private final List<Stretch> done = new ArrayList<>();
    private @Nullable Stretch current;

    /**
     * @param previous what its first record says of the one before it
     * @param hash of its last record
     * @param file where its first record stands, as {@code line} does
     * @param endFile where its last record stands, as {@code endLine} does
     */
    private record Stretch(
            long first, long last, String previous, String hash, Path file, long line, Path endFile, long endLine) {

        boolean precedes(ReadLine record) {
            return record.number() == last + 1 && record.previous().equals(hash);
        }

        Stretch with(String hashOfNext, Path itsFile, long itsLine) {
            return new Stretch(first, last + 1, previous, hashOfNext, file, line, itsFile, itsLine);
        }
    }

    /** Takes the next record; false when it does not follow on the one before it. */
    boolean add(ReadLine record, String hash, Path file, long line) {
        if (current != null && current.precedes(record)) {
            current = current.with(hash, file, line);
            return true;
        }
        boolean isFirst = current == null;
        if (current != null) {
            done.add(current);
        }
        current = new Stretch(record.number(), record.number(), record.previous(), hash, file, line, file, line);
        return isFirst;
    }

    /** The lowest number of all; 0 when there is no record. */
    long lowest() {
        return all().stream().mapToLong(Stretch::first).min().orElse(0);
    }

    /** The highest number of all that are below that; 0 when there is none. */
    long highestBelow(long number) {
        return all().stream()
                .filter(one -> one.first < number)
                .mapToLong(one -> Math.min(one.last, number - 1))
                .max()
                .orElse(0);
    }

    /** None for a single stretch, and at least one for several. */
    List<AuditFinding> findings() {
        List<AuditFinding> findings = new ArrayList<>();
        findBroken(findings);
        findMoved(findings);
        return findings;
    }

    private List<Stretch> all() {
        List<Stretch> all = new ArrayList<>(done);
        if (current != null) {
            all.add(current);
        }
        return all;
    }

    private void findMoved(List<AuditFinding> findings) {
        TreeMap<Long, Long> seen = new TreeMap<>();
        long before = 0;
        for (Stretch one : all()) {
            Map.Entry<Long, Long> same = seen.floorEntry(one.first);
            if (same != null && same.getValue() >= one.first) {
                String records = records(one.first, Math.min(one.last, same.getValue()), "is", "are");
                findings.add(new AuditFinding(Kind.REORDERED, one.file, one.line, records + " there a second time"));
            } else if (one.first < before) {
                String records = records(one.first, one.last, "stands", "stand");
                findings.add(
                        new AuditFinding(Kind.REORDERED, one.file, one.line, records + " behind record " + before));
            }
            before = one.last;
            see(seen, one);
        }
    }

    /** Whatever overlaps or adjoins becomes one. */
    private static void see(TreeMap<Long, Long> seen, Stretch stretch) {
        long first = stretch.first;
        long last = stretch.last;
        Map.Entry<Long, Long> run;
        while ((run = seen.floorEntry(last + 1)) != null && run.getValue() >= first - 1) {
            first = Math.min(first, run.getKey());
            last = Math.max(last, run.getValue());
            seen.remove(run.getKey());
        }
        seen.put(first, last);
    }

    /** By their numbers, wherever they stand. */
    private void findBroken(List<AuditFinding> findings) {
        List<Stretch> all = all();
        all.sort(Comparator.comparingLong(Stretch::first));
        Stretch before = null;
        for (Stretch one : all) {
            if (before != null && one.first > before.last + 1) {
                findings.add(
                        new AuditFinding(Kind.REMOVED, one.file, one.line, missing(before.last + 1, one.first - 1)));
            } else if (before != null && one.first == before.last + 1 && !one.previous.equals(before.hash)) {
                findings.add(new AuditFinding(
                        Kind.CHANGED,
                        before.endFile,
                        before.endLine,
                        "record " + before.last + " is not the one that record " + one.first + " was written after"));
            }
            before = before == null || one.last > before.last ? one : before;
        }
    }

    static String missing(long from, long to) {
        return records(from, to, "is", "are") + " missing";
    }

    private static String records(long from, long to, String verb, String verbs) {
        return from == to ? "record " + from + " " + verb : "records " + from + " to " + to + " " + verbs;
    }
}
