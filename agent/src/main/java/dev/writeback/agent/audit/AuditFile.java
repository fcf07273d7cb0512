package dev.writeback.agent.audit;

import dev.writeback.agent.state.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that is written, locked against another agent. What could not be written whole is cut off again. One thread.
 *
 * <p>Nothing else of this process may open the file: on POSIX systems the lock ends when any of its descriptors is closed.
 */
final class AuditFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditFile.class);

    private static final int FIRST_LINE = 16 * 1024;

    private final Path path;
    private final FileChannel channel;
    private final @Nullable Object identity;
    private Path name;
    private long good;
    private boolean dirty;

    private AuditFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.name = path;
        this.channel = channel;
        this.identity = identity(path);
        this.good = channel.size();
    }

    static AuditFile open(Path path) throws IOException, AuditUnusableException {
        Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent());
        PrivateFile.directory(directory);
        if (Files.notExists(path)) {
            PrivateFile.open(path, StandardOpenOption.CREATE).close();
            PrivateFile.force(directory);
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            // The last byte that can be: where locks keep others from reading, they read all the same.
            if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
                throw AuditUnusableException.inUse(path, new IOException("locked"));
            }
            return new AuditFile(path, channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw AuditUnusableException.inUse(path, e);
        } catch (IOException | AuditUnusableException e) {
            channel.close();
            throw e;
        }
    }

    /** @param look how many bytes of it */
    Tail tail(int look) throws IOException {
        return Tail.of(channel, look);
    }

    /** Its first record; empty when it has none that can be read. */
    Optional<ReadLine> first() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(FIRST_LINE, channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            continue;
        }
        String begin = new String(bytes.array(), StandardCharsets.UTF_8);
        int end = begin.indexOf('\n');
        return end < 0 ? Optional.empty() : ReadLine.of(begin.substring(0, end));
    }

    /** Cuts off what a crash left unfinished. */
    void cutTo(long length) throws IOException {
        good = length;
        dirty = true;
        clean();
    }

    private void clean() throws IOException {
        if (dirty) {
            channel.truncate(good);
            dirty = false;
        }
    }

    /** Returns when the bytes are on the disk; otherwise none of them is in the file, now or at the next call. */
    void append(byte[] bytes) throws IOException {
        clean();
        dirty = true;
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest, good + rest.position());
        }
        channel.force(false);
        good += bytes.length;
        dirty = false;
    }

    /** Makes the last attempt's bytes vanish, if that can be done now. */
    void takeBack() {
        try {
            clean();
        } catch (IOException e) {
            // The next append does it, or fails.
            dirty = true;
        }
    }

    long size() {
        return good;
    }

    /** Whether its name still leads to it: somebody may have moved it away, or put another one there. */
    boolean isInPlace() {
        try {
            return Objects.equals(identity(name), identity);
        } catch (IOException e) {
            return !(e instanceof NoSuchFileException);
        }
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /**
     * Gives the file its later name, unless it has it, and opens an empty one in its place that is as visible to others as
     * this one. When that fails, this one goes on under whatever name it has.
     */
    AuditFile rotate(Path later) throws IOException, AuditUnusableException {
        if (name.equals(path)) {
            if (Files.exists(later)) {
                throw new FileAlreadyExistsException(later.toString());
            }
            Files.move(path, later, StandardCopyOption.ATOMIC_MOVE);
            name = later;
        }
        AuditFile next = open(path);
        if (next.size() > 0) {
            next.close();
            throw new FileAlreadyExistsException(path.toString());
        }
        next.beVisibleLike(name);
        close();
        return next;
    }

    private void beVisibleLike(Path before) {
        try {
            PosixFileAttributeView model = Files.getFileAttributeView(before, PosixFileAttributeView.class);
            PosixFileAttributeView mine = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            if (model != null && mine != null) {
                PosixFileAttributes visible = model.readAttributes();
                mine.setGroup(visible.group());
                mine.setPermissions(visible.permissions());
            }
        } catch (IOException | RuntimeException e) {
            log.atWarn()
                    .setMessage("a further file of the audit is its owner's alone, as those before it were not")
                    .addKeyValue("cause", e.toString())
                    .log();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
