package dev.writeback.sandbox.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Lets a process of ours stand still while its connections stay open, and go on. A signal is sent in no time, but takes
 * effect when one of the threads is next given a processor: until then the others go on working, and on a busy machine can
 * answer a request that was sent after the signal.
 */
public final class Standstill {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private Standstill() {}

    /**
     * SIGSTOP; returns when every thread has stopped.
     *
     * @throws IOException where there is no such signal, the process is gone, or it does not stop
     */
    public static void begin(long pid) throws IOException, InterruptedException {
        signal("-STOP", pid);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!hasStopped(pid)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("process " + pid + " does not stand still");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** SIGCONT: it goes on as if no time had passed. */
    public static void end(long pid) throws IOException, InterruptedException {
        signal("-CONT", pid);
    }

    static void signal(String signal, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("process " + pid + " was not sent " + signal);
        }
    }

    /** Where the system does not tell of threads, the signal has to be enough. */
    private static boolean hasStopped(long pid) throws IOException {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(Path.of("/proc/self/task"))) {
            return true;
        }
        try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
            for (Path thread : each) {
                if (!isStopped(thread)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The state stands behind the name of the program, which may itself have parentheses; what has ended stands still too. */
    private static boolean isStopped(Path thread) throws IOException {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return "TZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (NoSuchFileException e) {
            return true;
        }
    }
}
