package dev.writeback.agent.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of an audit file, as the agent finds it when it starts.
 *
 * @param places of its last records, oldest first; empty when there is no record that can be read
 * @param whole its length in bytes up to the end of its last whole line
 * @param torn bytes after that: a record that a crash left unfinished
 */
record Tail(List<Place> places, long whole, int torn) {
    /** Where the head is found unless there was a crash. */
    static final int SHORT = 64 * 1024;

    /** More than is ever written at one time, so that the head is among it. */
    static final int LONG = 4 << 20;

    static Tail of(FileChannel channel, int look) throws IOException {
        long size = channel.size();
        int length = (int) Math.min(size, look);
        byte[] bytes = read(channel, size - length, length);
        int end = lastLineEnd(bytes);
        List<Place> places = new ArrayList<>();
        // The first line may be a part of one, where the file is longer than the look.
        int begin = length == size ? 0 : nextLine(bytes, 0, end);
        while (begin < end) {
            int next = nextLine(bytes, begin, end);
            String line = new String(bytes, begin, next - begin - 1, StandardCharsets.UTF_8);
            Optional<Place> place = ReadLine.of(line)
                    .map(read -> new Place(read.number(), Sha256.of(line)))
                    .filter(Place::leavesRoom);
            if (place.isEmpty()) {
                places.clear();
            }
            place.ifPresent(places::add);
            begin = next;
        }
        return new Tail(List.copyOf(places), size - length + end, length - end);
    }

    private static byte[] read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            continue;
        }
        return bytes.array();
    }

    private static int lastLineEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static int nextLine(byte[] bytes, int from, int end) {
        int next = from;
        while (next < end && bytes[next] != '\n') {
            next++;
        }
        return Math.min(next + 1, end);
    }

    boolean holds(Optional<Place> place) {
        return place.filter(places::contains).isPresent();
    }

    Optional<Place> last() {
        return places.isEmpty() ? Optional.empty() : Optional.of(places.get(places.size() - 1));
    }
}
