package dev.writeback.it.configure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real terminal: tmux runs a command, is typed into, and shows its screen. */
public final class TmuxTerminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 100;

    private final String socket = "writeback-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

    /** Runs a command in a terminal of 120 columns. */
    public static TmuxTerminal running(List<String> command) throws IOException, InterruptedException {
        TmuxTerminal terminal = new TmuxTerminal();
        List<String> quoted = command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .toList();
        terminal.tmux(
                "new-session",
                "-d",
                "-x",
                "120",
                "-y",
                "50",
                String.join(" ", quoted) + "; echo ended with $?; sleep 600");
        terminal.tmux("set-option", "-g", "history-limit", "5000");
        return terminal;
    }

    /** Types a line. */
    public void type(String line) throws IOException, InterruptedException {
        if (!line.isEmpty()) {
            tmux("send-keys", "-l", "--", line);
        }
        tmux("send-keys", "Enter");
    }

    /** Presses a key by its name in tmux. */
    public void press(String key) throws IOException, InterruptedException {
        tmux("send-keys", key);
    }

    /** Waits until the last line with text on it contains that. */
    public void awaitPrompt(String text) throws IOException, InterruptedException {
        await(text, true);
    }

    /** Waits until that stands anywhere on the screen. */
    public void awaitText(String text) throws IOException, InterruptedException {
        await(text, false);
    }

    private void await(String text, boolean last) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            String screen = screen();
            String stripped = screen.stripTrailing();
            if ((last ? stripped.substring(stripped.lastIndexOf('\n') + 1) : stripped).contains(text)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new AssertionError("'" + text + "' was not seen; the screen:\n" + screen());
    }

    /** All that was shown so far. */
    public String screen() throws IOException, InterruptedException {
        return tmux("capture-pane", "-p", "-J", "-S", "-");
    }

    /** Keeps the screen for people. */
    public void record(Path file) throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, screen().stripTrailing() + "\n");
    }

    private String tmux(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("tmux", "-L", socket, "-f", "/dev/null"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", arguments) + ": " + said);
        }
        return said;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        tmux("kill-server");
    }
}
