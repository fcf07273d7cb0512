package dev.writeback.agent.keys;

import dev.writeback.agent.state.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turn to read, change and replace one file, of all threads and processes that take turns on it. It is kept by a lock on
 * an empty file beside it, which stays: a file that is replaced cannot be locked itself.
 */
final class FileTurn implements AutoCloseable {
    /** The lock of a file belongs to the whole process. */
    private static final ReentrantLock OF_THIS_PROCESS = new ReentrantLock();

    private final FileChannel lock;

    private FileTurn(FileChannel lock) {
        this.lock = lock;
    }

    /** Waits for the turn; it ends with {@link #close}, or with the process. */
    static FileTurn at(Path file) throws IOException {
        OF_THIS_PROCESS.lock();
        try {
            FileChannel channel =
                    PrivateFile.open(PrivateFile.beside(PrivateFile.real(file), ".lock"), StandardOpenOption.CREATE);
            try {
                channel.lock();
                return new FileTurn(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            OF_THIS_PROCESS.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lock.close();
        } finally {
            OF_THIS_PROCESS.unlock();
        }
    }
}
