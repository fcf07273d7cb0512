package dev.writeback.sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * {@code writeback run} in a child process with this process's own class path, so that it can be stopped, killed and
 * listened to like the installed service. Not thread-safe; {@link #close} stops it.
 */
public final class AgentProcess implements AutoCloseable {
    private static final Duration TO_STOP = Duration.ofSeconds(40);
    private static final long POLL_MILLIS = 25;

    private final long startedAt = System.nanoTime();
    private final Process process;
    private final Path output;

    AgentProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Its number in the operating system. */
    public long pid() {
        return process.pid();
    }

    /** What it has printed so far. */
    public byte[] output() throws IOException {
        return Files.readAllBytes(output);
    }

    /**
     * Waits until the agent says that it is ready.
     *
     * @return how long that took from the start of the process
     * @throws IllegalStateException when it ends first, or is not ready in time; the message holds its last lines
     */
    public Duration awaitReady(AgentHttp http, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!http.isReady()) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the agent ended with exit code " + process.exitValue() + lastLines());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the agent was not ready within " + patience.toSeconds() + " s" + lastLines());
            }
        }
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** Asks it to stop, as a service manager does. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL: it is gone when this returns. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * SIGSTOP: it does nothing any more when this returns, and its connections stay open.
     *
     * @throws IOException where there is no such signal
     */
    public void freeze() throws IOException, InterruptedException {
        Standstill.begin(pid());
    }

    /** SIGCONT: it goes on as if no time had passed. */
    public void thaw() throws IOException, InterruptedException {
        Standstill.end(pid());
    }

    /** SIGHUP, as a service manager does to have the configuration read again. */
    public void hangUp() throws IOException, InterruptedException {
        Standstill.signal("-HUP", pid());
    }

    /** Waits for its end: the exit code, or empty when it still runs. */
    public OptionalInt awaitExit(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    /** Stops it; kills it when it does not stop. */
    @Override
    public void close() {
        terminate();
        try {
            if (awaitExit(TO_STOP).isEmpty()) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(output);
        return "; its last lines:\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
