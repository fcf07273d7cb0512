package dev.writeback.agent.audit;

import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.files.AuditFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An audit as it is found at the start.
 *
 * @param last the place after which it goes on
 * @param firstOfFile the number of its first record
 * @param began when that was written; empty for an empty file
 * @param event what its next record says of that
 */
record Opened(AuditFile file, HeadFile head, Place last, long firstOfFile, Optional<Instant> began, Event event) {

    static Opened of(Path path) throws IOException, AuditUnusableException {
        HeadFile.Reading expected = HeadFile.read(path);
        AuditFile file = AuditFile.open(path);
        try {
            Tail end = file.tail(Tail.SHORT);
            Tail tail = end.holds(expected.place()) ? end : file.tail(Tail.LONG);
            file.cutTo(tail.whole());
            Optional<ReadLine> first = file.first();
            Found found = found(path, tail, first, expected);
            long firstOfFile = first.map(ReadLine::number).orElse(found.last().number() + 1);
            return new Opened(
                    file, HeadFile.open(path), found.last(), firstOfFile, first.map(ReadLine::time), found.event());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private record Found(Place last, Event event) {}

    private static Found found(Path path, Tail tail, Optional<ReadLine> first, HeadFile.Reading head)
            throws IOException {
        List<Path> earlier = AuditFiles.earlier(path);
        if (tail.whole() == 0 && earlier.isEmpty() && head.place().isEmpty()) {
            return new Found(Place.NOWHERE, Event.of(EventType.AUDIT_BEGUN));
        }
        if (tail.whole() == 0) {
            return afterARotation(earlier, head);
        }
        Optional<Place> last = tail.last();
        boolean whole = tail.holds(head.place())
                || isBehind(head, first)
                || !earlier.isEmpty() && followsOn(earlier.get(earlier.size() - 1), first, head.place());
        if (last.isEmpty() || !whole) {
            return gap(head.place(), last);
        }
        Event opened = Event.of(EventType.AUDIT_OPENED);
        return new Found(last.get(), tail.torn() == 0 ? opened : opened.with("tornBytes", tail.torn()));
    }

    /** A crash between the two steps of a rotation leaves the newest records in the file before. */
    private static Found afterARotation(List<Path> earlier, HeadFile.Reading head) throws IOException {
        if (earlier.isEmpty()) {
            return gap(head.place(), Optional.empty());
        }
        Path before = earlier.get(earlier.size() - 1);
        Tail tail = tailOf(before);
        return tail.holds(head.place())
                ? new Found(
                        tail.last().orElseThrow(),
                        Event.of(EventType.AUDIT_CONTINUED).with("previousFile", String.valueOf(before.getFileName())))
                : gap(head.place(), tail.last());
    }

    /** A crash at the very first start leaves a head in which nothing is written yet. */
    private static boolean isBehind(HeadFile.Reading head, Optional<ReadLine> first) {
        return head.exists()
                && head.place().isEmpty()
                && first.filter(line -> line.number() == 1).isPresent();
    }

    /** A crash right after a rotation leaves a head that is about the file before. */
    private static boolean followsOn(Path before, Optional<ReadLine> first, Optional<Place> head) throws IOException {
        Tail tail = tailOf(before);
        return tail.holds(head)
                && first.isPresent()
                && tail.last()
                        .filter(last -> last.hash().equals(first.get().previous()))
                        .isPresent();
    }

    /** Goes on behind both, so that no number is given twice and the jump stays to be seen. */
    private static Found gap(Optional<Place> expected, Optional<Place> last) {
        long highest = Math.max(
                        expected.map(Place::number).orElse(0L),
                        last.map(Place::number).orElse(0L))
                + 1;
        Event event = Event.of(EventType.AUDIT_GAP)
                .with(
                        "expectedRecord",
                        expected.map(place -> Long.toString(place.number())).orElse("unknown"))
                .with("expectedHash", expected.map(Place::hash))
                .with(
                        "foundRecord",
                        last.map(place -> Long.toString(place.number())).orElse("none"))
                .with("foundHash", last.map(Place::hash));
        return new Found(new Place(highest, last.map(Place::hash).orElse(Sha256.OF_NOTHING)), event);
    }

    private static Tail tailOf(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return Tail.of(channel, Tail.LONG);
        }
    }
}
