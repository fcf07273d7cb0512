package dev.writeback.agent.diag;

import dev.writeback.agent.state.ForeignLinks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The last lines of the agent's log: of the journal of systemd, or of a file that its output goes to. Blocks. */
public final class ServiceLog {
    private static final int LINES = 5000;
    private static final int LARGEST = 8 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ServiceLog() {}

    /**
     * What the journal has of the unit.
     *
     * @throws IOException when there is no journal, or it says nothing of that unit; the message says which
     */
    public static byte[] ofUnit(String unit) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(
                            "journalctl",
                            "--unit=" + unit,
                            "--lines=" + LINES,
                            "--no-pager",
                            "--quiet",
                            "--output=short-iso-precise")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IOException("there is no journalctl on this machine", e);
        }
        // Ends the reading too.
        CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        try (InputStream output = process.getInputStream()) {
            process.getOutputStream().close();
            byte[] lines = output.readNBytes(LARGEST);
            int code = lines.length == LARGEST ? 0 : process.waitFor();
            if (code != 0) {
                throw new IOException("journalctl ended with exit code " + code);
            }
            if (lines.length == 0) {
                throw new IOException("the journal has no lines of the unit " + unit + " that this user may read");
            }
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * The end of a file, from the beginning of a line on.
     *
     * @throws IOException when there is none, or root would have to follow a link that may be another user's
     */
    public static byte[] ofFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such file");
        }
        try (SeekableByteChannel log = ForeignLinks.open(file)) {
            log.position(Math.max(0, log.size() - LARGEST));
            byte[] end = Channels.newInputStream(log).readNBytes(LARGEST);
            int begin = end.length;
            for (int lines = 0; begin > 0 && lines <= LINES; begin--) {
                if (end[begin - 1] == '\n') {
                    lines++;
                    if (lines > LINES) {
                        break;
                    }
                }
            }
            return Arrays.copyOfRange(end, begin, end.length);
        }
    }
}
