package dev.writeback.agent.audit;

import dev.writeback.agent.state.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The file that is written, locked against another agent. What could not be written whole is cut off again. One thread. */
final class AuditFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private long good;
    private boolean dirty;

    private AuditFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.good = channel.size();
    }

    static AuditFile open(Path path) throws IOException, AuditUnusableException {
        PrivateFile.directory(Objects.requireNonNull(path.toAbsolutePath().getParent()));
        PrivateFile.open(path, StandardOpenOption.CREATE).close();
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            throw AuditUnusableException.inUse(path, e);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw AuditUnusableException.inUse(path, new IOException("locked"));
        }
        return new AuditFile(path, channel);
    }

    /** @param look how many bytes of it */
    Tail tail(int look) throws IOException {
        return Tail.of(channel, look);
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

    /**
     * Gives the file its later name, unless it has it, and opens an empty one in its place that is as visible to others as
     * this one. When that fails, this one goes on under whatever name it has.
     */
    AuditFile rotate(Path later) throws IOException, AuditUnusableException {
        if (Files.exists(path)) {
            Files.move(path, later, StandardCopyOption.ATOMIC_MOVE);
        }
        PosixFileAttributes visible = posix(later);
        AuditFile next = open(path);
        if (visible != null) {
            PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            view.setGroup(visible.group());
            view.setPermissions(visible.permissions());
        }
        close();
        return next;
    }

    private static @Nullable PosixFileAttributes posix(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        return view == null ? null : view.readAttributes();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
