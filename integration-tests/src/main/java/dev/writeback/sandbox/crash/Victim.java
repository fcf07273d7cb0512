package dev.writeback.sandbox.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link CrashableAgent}, seen from its parent. {@link #close} kills it. Not thread-safe. */
final class Victim implements AutoCloseable {
    /** Begins each line that is meant for the parent. */
    static final String MARK = "@@ ";

    private static final Duration UNTIL_STARTED = Duration.ofSeconds(60);
    private static final List<String> OPTIONS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx192m",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism");

    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private Victim(Process process, Path log) {
        this.process = process;
        Thread reader = new Thread(() -> read(log), "victim-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the process, but not yet the agent in it.
     *
     * @param more options of the virtual machine
     */
    static Victim prepare(Path log, List<String> more) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(OPTIONS);
        line.addAll(more);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), CrashableAgent.class.getName()));
        return new Victim(new ProcessBuilder(line).redirectErrorStream(true).start(), log);
    }

    private void read(Path log) {
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var copy = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            String line = lines.readLine();
            while (line != null) {
                if (line.startsWith(MARK)) {
                    answers.add(line.substring(MARK.length()));
                }
                if (!line.isEmpty()) {
                    copy.write(process.pid() + " " + line + "\n");
                    copy.flush();
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            answers.add("CLOSED");
        }
    }

    long pid() {
        return process.pid();
    }

    void start(Path config) throws IOException, InterruptedException {
        order("start " + config, "STARTED");
    }

    /** Tells the agent to start, and does not wait until it has. */
    void beginStart(Path config) throws IOException {
        send("start " + config);
    }

    void arm(CrashPoint point, int passing) throws IOException, InterruptedException {
        order("arm " + point + " " + passing, "ARMED");
    }

    private void order(String order, String expected) throws IOException, InterruptedException {
        send(order);
        String answer = answers.poll(UNTIL_STARTED.toMillis(), TimeUnit.MILLISECONDS);
        if (!expected.equals(answer)) {
            throw new IllegalStateException("the agent answered " + answer + " to " + order);
        }
    }

    private void send(String order) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((order + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Waits until it stands at the point: false when it does not come there in time. */
    boolean awaitAt(CrashPoint point, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            String answer = answers.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (answer == null) {
                return false;
            }
            if (answer.equals("AT " + point)) {
                return true;
            }
            if (!answer.equals("STARTED")) {
                throw new IllegalStateException("the agent said " + answer + " on its way to " + point);
            }
        }
    }

    /** SIGKILL; the process is gone when this returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
