package dev.writeback.agent.audit;

import dev.writeback.agent.audit.AuditFinding.Kind;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.files.AuditFiles;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an audit from its first file to its last and finds what is not as the agent wrote it. What proves it: each record
 * names the hash of the one before it, checkpoints are signed by the agent's key, and the head says where the chain ends.
 *
 * <p>Whoever holds the agent's signing key, or may write to all three after the last checkpoint, cannot be found out here:
 * against that help the sinks on other hosts. One thread; use once.
 */
public final class AuditVerification {
    /** Longer than any record. */
    private static final int LONGEST_LINE = 256 * 1024;

    private static final int ATTEMPTS = 3;

    /** What the agent may write at one time before it signs. */
    private static final int BATCH = 512;

    private final KeyRing keys;
    private final boolean headExpected;
    private final List<AuditFinding> findings = new ArrayList<>();
    private final Set<String> unknownSigners = new LinkedHashSet<>();
    private final Stretches stretches = new Stretches();
    private @Nullable ReadLine before;
    private String hashBefore = Sha256.OF_NOTHING;
    private HeadFile.Reading head = new HeadFile.Reading(false, Optional.empty());
    private Optional<Place> awaitedHead = Optional.empty();
    private boolean headPassed;
    private long records;
    private long first;
    private long lines;
    private long unreadable;
    private Optional<AuditReport.Signed> signed = Optional.empty();
    private long unsigned;
    private int every;
    private final List<Pruned> prunings = new ArrayList<>();
    private boolean tornEnd;

    /** What a record says of files that were deleted. */
    private record Pruned(long record, long upTo) {}

    private AuditVerification(KeyRing keys, boolean headExpected) {
        this.keys = keys;
        this.headExpected = headExpected;
    }

    /**
     * Verifies the audit that is written to that file, with the files before it.
     *
     * @param keys the public signing keys that the agent has or had; signatures of others prove nothing
     * @param headExpected whether the head has to be beside it, as it is where the agent writes
     * @throws IOException when a file cannot be read, or there is none
     */
    public static AuditReport of(Path file, KeyRing keys, boolean headExpected) throws IOException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                List<Path> before = AuditFiles.all(file);
                AuditReport report = new AuditVerification(keys, headExpected).run(file, before);
                if (AuditFiles.all(file).equals(before)) {
                    return report;
                }
            } catch (NoSuchFileException e) {
                // The agent has begun another file meanwhile, or deleted one past its time.
                continue;
            }
        }
        return new AuditVerification(keys, headExpected).run(file, AuditFiles.all(file));
    }

    private AuditReport run(Path file, List<Path> files) throws IOException {
        // Before the records: the agent may be writing.
        head = HeadFile.read(file);
        awaitedHead = head.place();
        if (files.isEmpty()) {
            throw new IOException("there is no audit at " + file);
        }
        for (Path one : files) {
            read(one);
        }
        Path newest = files.get(files.size() - 1);
        checkHeadFile(file);
        checkBegin(files.get(0));
        checkEnd(newest);
        checkSigned(newest);
        return new AuditReport(
                files,
                records,
                first,
                before == null ? 0 : before.number(),
                signed,
                unsigned,
                List.copyOf(unknownSigners),
                head.exists(),
                inOrder(files));
    }

    /** From the first line of the oldest file to the last of the newest, and then what the head shows. */
    private List<AuditFinding> inOrder(List<Path> files) {
        Map<Path, Integer> places = new HashMap<>();
        files.forEach(file -> places.put(file, places.size()));
        List<AuditFinding> all = new ArrayList<>(stretches.findings());
        all.addAll(findings);
        Comparator<AuditFinding> byFile =
                Comparator.comparingInt(one -> places.getOrDefault(one.file(), places.size()));
        all.sort(byFile.thenComparingLong(AuditFinding::line));
        return all;
    }

    private void read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
            lines = 0;
            unreadable = 0;
            int next;
            while ((next = in.read()) >= 0) {
                if (next == '\n') {
                    lines++;
                    read(file, lines, line.toByteArray());
                    line.reset();
                } else if (line.size() <= LONGEST_LINE) {
                    line.write(next);
                }
            }
            // What the agent is writing at this moment, or what a crash left: nobody was told of it.
            tornEnd = line.size() > 0;
        }
    }

    private void read(Path file, long line, byte[] bytes) {
        Optional<ReadLine> read =
                bytes.length > LONGEST_LINE ? Optional.empty() : ReadLine.of(new String(bytes, StandardCharsets.UTF_8));
        if (read.isEmpty()) {
            checkUnreadable(file, line);
            return;
        }
        ReadLine now = read.get();
        String hash = Sha256.of(bytes);
        checkAgent(file, line, now);
        boolean follows = stretches.add(now, hash, file, line);
        checkHead(file, line, now, hash);
        checkCheckpoint(file, line, now, follows);
        if (now.event().equals(EventType.AUDIT_PRUNED.label())) {
            prunings.add(new Pruned(now.number(), number(now, "upTo")));
        }
        first = before == null ? now.number() : first;
        records++;
        before = now;
        hashBefore = hash;
    }

    /** Those that stand one behind the other are told of once. */
    private void checkUnreadable(Path file, long line) {
        if (unreadable == 0 || unreadable != line - 1) {
            find(Kind.UNREADABLE, file, line, "this line is no record");
        } else {
            AuditFinding begun = findings.remove(findings.size() - 1);
            find(Kind.UNREADABLE, file, begun.line(), "lines " + begun.line() + " to " + line + " are no records");
        }
        unreadable = line;
    }

    private void checkAgent(Path file, long line, ReadLine now) {
        if (before != null && !now.agent().equals(before.agent())) {
            find(
                    Kind.FOREIGN,
                    file,
                    line,
                    "record " + now.number() + " is of agent " + now.agent() + ", the one before it of "
                            + before.agent());
        }
    }

    private void checkHead(Path file, long line, ReadLine now, String hash) {
        if (awaitedHead.isPresent() && awaitedHead.get().number() == now.number()) {
            headPassed = true;
            if (!awaitedHead.get().hash().equals(hash)) {
                find(Kind.CHANGED, file, line, "record " + now.number() + " is not the one that the head is about");
            }
        }
    }

    private void checkCheckpoint(Path file, long line, ReadLine now, boolean follows) {
        unsigned++;
        if (!now.event().equals(EventType.AUDIT_CHECKPOINT.label())) {
            return;
        }
        String kid = now.fields().getOrDefault("kid", "");
        Optional<KeyRecord> key = keys.all().stream()
                .filter(one -> one.id().value().equals(kid))
                .filter(one -> one.agent().isEmpty() || one.agent().get().equals(now.agent()))
                .findFirst();
        if (key.isEmpty()) {
            unknownSigners.add(kid);
            return;
        }
        int interval = (int) number(now, "every");
        // Of the first that is read nothing is at hand that it could prove.
        Place place = new Place(now.number() - 1, before == null ? now.previous() : hashBefore);
        Checkpoint checkpoint = new Checkpoint(now.agent(), place, now.time(), interval);
        if (checkpoint.isSignedBy(key.get(), now.fields().getOrDefault("sig", ""))) {
            take(new AuditReport.Signed(now.number(), now.time(), kid), interval);
        } else if (follows) {
            find(
                    Kind.FORGED,
                    file,
                    line,
                    "checkpoint " + now.number() + " is not signed by the agent's key for the records before it");
        }
    }

    private void take(AuditReport.Signed checkpoint, int interval) {
        boolean isNewest =
                signed.filter(one -> one.record() > checkpoint.record()).isEmpty();
        if (before != null && isNewest) {
            signed = Optional.of(checkpoint);
            every = interval;
            unsigned = 0;
        }
    }

    private static long number(ReadLine line, String field) {
        try {
            return Long.parseLong(line.fields().getOrDefault(field, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void checkHeadFile(Path file) {
        Path name = HeadFile.beside(file);
        if (head.exists() && awaitedHead.isEmpty()) {
            find(Kind.UNREADABLE, name, 1, "the head names no record");
        } else if (!head.exists() && headExpected) {
            find(Kind.REMOVED, name, 1, "the head is missing, so nothing proves where the audit ends");
        }
    }

    /** Files may be missing only where a record that the agent has signed says so. */
    private void checkBegin(Path oldest) {
        long signedUpTo = signed.map(AuditReport.Signed::record).orElse(0L);
        long pruned = prunings.stream()
                .filter(one -> one.record() < signedUpTo)
                .mapToLong(Pruned::upTo)
                .max()
                .orElse(0);
        long lowest = stretches.lowest();
        if (lowest > 1 && pruned < lowest - 1) {
            find(
                    Kind.REMOVED,
                    oldest,
                    1,
                    Stretches.missing(pruned + 1, lowest - 1) + ", and no record says that their time was over");
        }
    }

    private void checkEnd(Path newest) {
        long last = before == null ? 0 : before.number();
        if (awaitedHead.isPresent() && !headPassed && awaitedHead.get().number() > last) {
            long end = stretches.highestBelow(awaitedHead.get().number());
            find(
                    Kind.TRUNCATED,
                    newest,
                    Math.max(1, lines),
                    "the audit ends with record " + end + (tornEnd ? " and a part of a line" : "") + "; "
                            + Stretches.missing(end + 1, awaitedHead.get().number()));
        }
    }

    private void checkSigned(Path newest) {
        if (signed.isEmpty()) {
            find(
                    Kind.UNSIGNED,
                    newest,
                    Math.max(1, lines),
                    "no checkpoint is signed by a key that is at hand; give the agent's public keys of that time");
        } else if (unsigned > 2L * every + BATCH) {
            find(
                    Kind.UNSIGNED,
                    newest,
                    Math.max(1, lines),
                    unsigned + " records stand behind the last signed checkpoint, "
                            + signed.get().record() + "; this agent signs every " + every);
        }
    }

    private void find(Kind kind, Path file, long line, String detail) {
        findings.add(new AuditFinding(kind, file, line, detail));
    }
}
