package dev.writeback.sandbox.standard;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.sandbox.process.Standstill;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server as a child of this process in a folder of its own: stopped by its own id only, and its folder goes with it. */
public final class ServerProcess implements AutoCloseable {
    private static final String LOG = "server.log";

    /** Asks the server something that it can only answer when it serves. */
    @FunctionalInterface
    public interface Question {
        void ask() throws LDAPException;
    }

    private final Path folder;
    private final Duration patience;
    private final Thread lastResort = new Thread(this::kill, "server-kill");
    private volatile @Nullable Process process;

    /** @param patience how long it may take until the server answers */
    private ServerProcess(Path folder, Duration patience) {
        this.folder = folder;
        this.patience = patience;
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Nothing runs yet; the folder is made anew. */
    public static ServerProcess in(Path folder, Duration patience) throws IOException {
        delete(folder);
        return new ServerProcess(Files.createDirectories(folder).toAbsolutePath(), patience);
    }

    /** A file in the server's folder. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Returns when the question is answered. */
    public void start(List<String> command, Question question) throws IOException {
        Process started = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file(LOG).toFile()))
                .start();
        process = started;
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                question.ask();
                return;
            } catch (LDAPException e) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    kill();
                    throw new IOException("the server does not answer: " + Files.readString(file(LOG)), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server starts", e);
        }
    }

    private interface Signal {
        void to(long pid) throws IOException, InterruptedException;
    }

    public void freeze() {
        signal(Standstill::begin);
    }

    public void thaw() {
        signal(Standstill::end);
    }

    private void signal(Signal signal) {
        try {
            signal.to(Objects.requireNonNull(process).pid());
        } catch (IOException e) {
            throw new IllegalStateException("the server gets no signal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server is sent a signal", e);
        }
    }

    /** SIGKILL: it is gone when this returns. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /** A loopback port that nobody listens on at this moment. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(lastResort);
        try {
            delete(folder);
        } catch (IOException e) {
            throw new IllegalStateException("the folder of a server cannot be deleted: " + folder, e);
        }
    }
}
