package dev.writeback.agent.presence;

import dev.writeback.agent.state.CheckedFile;
import dev.writeback.agent.state.DamagedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The file {@code heartbeat} of the state directory: the newest link of the agent's chain. */
final class ChainFile {
    static final String NAME = "heartbeat";

    private final Path file;

    ChainFile(Path stateDirectory) {
        this.file = stateDirectory.resolve(NAME);
    }

    /**
     * The newest heartbeat.
     *
     * @param counter {@code ctr}; 0 before the first
     * @param digest of its JWS; the empty text before the first
     */
    record Link(long counter, String digest) {
        static final Link NONE = new Link(0, "");
    }

    /** Returns when it is on the disk. */
    void write(Link newest) throws IOException {
        CheckedFile.replace(file, newest.counter() + " " + newest.digest() + "\n");
    }

    /**
     * The link that was written last.
     *
     * @throws DamagedFileException when nobody can say which it was
     */
    Link read() throws DamagedFileException {
        Optional<String> text = CheckedFile.read(file);
        if (text.isEmpty()) {
            return Link.NONE;
        }
        String[] parts = text.get().strip().split(" ", -1);
        try {
            return new Link(Long.parseLong(parts[0]), parts[1]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new DamagedFileException(file, "no link of a chain in it");
        }
    }
}
