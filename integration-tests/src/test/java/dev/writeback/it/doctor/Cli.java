package dev.writeback.it.doctor;

import dev.writeback.agent.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line of an installed agent, in a process of its own that resolves names as this one does. */
final class Cli {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path SHOWN = Path.of("target", "doctor");

    private final Map<String, String> environment;
    private final List<String> before;

    private Cli(Map<String, String> environment, List<String> before) {
        this.environment = environment;
        this.before = before;
    }

    static Cli usual() {
        return new Cli(Map.of(), List.of());
    }

    /** With these variables beside this process's own. */
    Cli withEnvironment(Map<String, String> variables) {
        return new Cli(variables, before);
    }

    /** Started by another command, which runs what follows it. */
    Cli startedBy(String... command) {
        return new Cli(environment, List.of(command));
    }

    /**
     * What came out of it.
     *
     * @param out standard output
     * @param err standard error
     */
    record Result(int exitCode, String out, String err) {
        /** All that it printed. */
        byte[] all() {
            return (out + err).getBytes(StandardCharsets.UTF_8);
        }
    }

    Result run(Object... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(before);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        line.add("-Djdk.net.hosts.file=" + System.getProperty("jdk.net.hosts.file"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(Arrays.stream(arguments).map(Object::toString).toList());
        Path out = Files.createTempFile("cli", ".out");
        Path err = Files.createTempFile("cli", ".err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end within " + PATIENCE.toSeconds() + " s: " + Files.readString(out));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Keeps an output to be shown. */
    static void show(String name, String text) throws IOException {
        Files.createDirectories(SHOWN);
        Files.writeString(SHOWN.resolve(name + ".txt"), text);
    }
}
