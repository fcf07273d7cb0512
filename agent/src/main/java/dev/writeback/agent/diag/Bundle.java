package dev.writeback.agent.diag;

import dev.writeback.agent.state.PrivateFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip that only its owner can read. Before anything is put in it is searched for the secrets that are known; where one is
 * found, the whole entry stays out. Used by one thread.
 */
public final class Bundle implements AutoCloseable {
    private static final String CONTENTS = "contents.txt";

    private final ZipOutputStream zip;
    private final SecretSearch search;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private final List<Unsearched> unsearched = new ArrayList<>();
    private boolean closed;

    /** Something that is in it. */
    public record Entry(String name, int bytes) {}

    /** Something that is not. */
    public record Missing(String name, String why) {}

    /** A secret that nothing was searched for, since it is not known here. */
    public record Unsearched(String key, String why) {}

    private Bundle(ZipOutputStream zip, SecretSearch search) {
        this.zip = zip;
        this.search = search;
    }

    /**
     * A new file, of the user who makes it, also in another's directory.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one of that name, or a link
     */
    public static Bundle create(Path file, SecretSearch search) throws IOException {
        return new Bundle(
                new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(PrivateFile.create(file)))),
                search);
    }

    /** Puts a text in. */
    public void add(String name, String text) throws IOException {
        add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts a file in. */
    public void add(String name, byte[] content) throws IOException {
        if (search.finds(content)) {
            leaveOut(name, "a secret of the agent was found in it; please report this as a defect");
            return;
        }
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
        entries.add(new Entry(name, content.length));
    }

    /** Notes what is not in it. */
    public void leaveOut(String name, String why) {
        missing.add(new Missing(name, why));
    }

    /** Notes a secret that nothing is searched for, by its key in the configuration. */
    public void leaveUnsearched(String key, String why) {
        unsearched.add(new Unsearched(key, why));
    }

    /** What is in it so far. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** What is not. */
    public List<Missing> missing() {
        return List.copyOf(missing);
    }

    /** Which secrets it was not searched for. */
    public List<Unsearched> unsearched() {
        return List.copyOf(unsearched);
    }

    /** Writes the list of contents as the last entry. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (zip) {
            StringBuilder contents = new StringBuilder("In this bundle:\n");
            entries.forEach(entry -> contents.append("  ")
                    .append(entry.name())
                    .append(", ")
                    .append(entry.bytes())
                    .append(" bytes\n"));
            contents.append("\nNot in it:\n");
            missing.forEach(absent -> contents.append("  ")
                    .append(absent.name())
                    .append(": ")
                    .append(absent.why())
                    .append('\n'));
            contents.append("\nSecrets that it was not searched for:\n");
            unsearched.forEach(secret -> contents.append("  ")
                    .append(secret.key())
                    .append(": ")
                    .append(secret.why())
                    .append('\n'));
            add(CONTENTS, contents.toString());
        }
    }
}
