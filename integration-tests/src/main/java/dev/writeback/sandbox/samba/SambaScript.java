package dev.writeback.sandbox.samba;

import dev.writeback.sandbox.process.Standstill;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code samba-ad.sh} for one server.
 *
 * @param data the server's folder
 * @param address its loopback address
 */
record SambaScript(Path data, String address) {
    /** In the module, and from the top of a checkout. */
    private static final Path FOLDER = Stream.of(Path.of("samba"), Path.of("integration-tests", "samba"))
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(Path.of("samba"))
            .toAbsolutePath();

    private static final int MINUTES = 2;

    /** A file beside the script. */
    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    String run(String verb, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("bash", file("samba-ad.sh").toString(), verb, data.toString()));
        command.addAll(List.of(arguments));
        return run(command, Map.of("SAMBA_AD_IP", address));
    }

    /** Lets every process of the server stand still; returns when they do. */
    void freeze() {
        long leader = pid();
        signal("-STOP", leader);
        try {
            // They are one session, see samba-ad.sh; a process that was about to be made has the signal as well.
            for (String pid : run(List.of("ps", "-o", "pid=", "-g", Long.toString(leader)), Map.of())
                    .strip()
                    .split("\\s+")) {
                Standstill.begin(Long.parseLong(pid));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server was to stand still", e);
        }
    }

    void thaw() {
        signal("-CONT", pid());
    }

    private static void signal(String signal, long leader) {
        run(List.of("kill", signal, "--", "-" + leader), Map.of());
    }

    /** The first process of the server, and the leader of its group. */
    long pid() {
        try {
            return Long.parseLong(
                    Files.readString(data.resolve("run/server.pid")).split(" ", 2)[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end; what it printed. */
    static String run(List<String> command, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("samba-ad", ".log");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                // Durability costs most of the time of small writes, and this data is thrown away.
                builder.environment().put("SAMBA_AD_NOSYNC", "yes");
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(command + " took more than two minutes");
                }
                String text = Files.readString(output);
                if (process.exitValue() != 0) {
                    throw new IllegalStateException(command + " failed:\n" + text);
                }
                return text;
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command, e);
        }
    }
}
