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
        Optional<Place> expected = HeadFile.read(path);
        AuditFile file = AuditFile.open(path);
        try {
            Tail end = file.tail(Tail.SHORT);
            Tail tail = end.holds(expected) ? end : file.tail(Tail.LONG);
            file.cutTo(tail.whole());
            Found found = found(path, tail, expected);
            HeadFile head = HeadFile.open(path);
            Optional<ReadLine> first = tail.whole() == 0 ? Optional.empty() : FirstLine.of(path);
            long firstOfFile = first.map(ReadLine::number).orElse(found.last().number() + 1);
            return new Opened(file, head, found.last(), firstOfFile, first.map(ReadLine::time), found.event());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private record Found(Place last, Event event) {}

    private static Found found(Path path, Tail tail, Optional<Place> expected) throws IOException {
        boolean empty = tail.whole() == 0;
        List<Path> earlier = AuditFiles.earlier(path);
        if (empty && earlier.isEmpty() && expected.isEmpty()) {
            return new Found(Place.NOWHERE, Event.of(EventType.AUDIT_BEGUN));
        }
        // A crash between the two steps of a rotation leaves the newest records in the file before.
        Tail newest = empty && !earlier.isEmpty() ? tailOf(earlier.get(earlier.size() - 1)) : tail;
        Optional<Place> last = newest.last();
        if (last.isEmpty() || expected.isEmpty() || !newest.holds(expected)) {
            return gap(expected, last);
        }
        Event event = empty
                ? Event.of(EventType.AUDIT_CONTINUED)
                        .with(
                                "previousFile",
                                String.valueOf(earlier.get(earlier.size() - 1).getFileName()))
                : Event.of(EventType.AUDIT_OPENED);
        return new Found(last.get(), newest.torn() == 0 ? event : event.with("tornBytes", newest.torn()));
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
