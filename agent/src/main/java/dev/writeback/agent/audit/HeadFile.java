package dev.writeback.agent.audit;

import dev.writeback.agent.state.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the chain ends, in a file of its own beside the audit: what was cut off at the end of that is missed by this. Written
 * in place, after the records are on the disk: it may be behind the audit and is never ahead. On the disk itself it is after
 * {@link #force}.
 */
final class HeadFile implements AutoCloseable {
    private static final Pattern FORM = Pattern.compile("([0-9]{20}) ([A-Za-z0-9_-]{43})\n");

    private final FileChannel channel;

    private HeadFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * What the file says.
     *
     * @param exists whether there is one
     * @param place empty when none can be read from it
     */
    record Reading(boolean exists, Optional<Place> place) {}

    static Path beside(Path audit) {
        return audit.resolveSibling(audit.getFileName() + ".head");
    }

    static HeadFile open(Path audit) throws IOException {
        return new HeadFile(PrivateFile.open(beside(audit), StandardOpenOption.CREATE));
    }

    static Reading read(Path audit) throws IOException {
        try {
            String text = new String(Files.readAllBytes(beside(audit)), StandardCharsets.ISO_8859_1);
            Matcher place = FORM.matcher(text);
            return new Reading(
                    true,
                    place.matches()
                            ? Optional.of(new Place(Long.parseLong(place.group(1)), place.group(2)))
                                    .filter(Place::leavesRoom)
                            : Optional.empty());
        } catch (NoSuchFileException e) {
            return new Reading(false, Optional.empty());
        } catch (NumberFormatException e) {
            return new Reading(true, Optional.empty());
        }
    }

    void write(Place place) throws IOException {
        String text = "%020d %s\n".formatted(place.number(), place.hash());
        ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (rest.hasRemaining()) {
            channel.write(rest, rest.position());
        }
    }

    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.force(true);
        channel.close();
    }
}
