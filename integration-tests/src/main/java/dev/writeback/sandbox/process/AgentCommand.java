package dev.writeback.sandbox.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an agent is started: {@code java} of this process's own runtime, with a class path and a main class.
 *
 * @param classPath as for {@code java -cp}
 * @param mainClass takes {@code run --config FILE}
 * @param options of the virtual machine
 * @param environment what its process has beside this process's own
 */
public record AgentCommand(String classPath, String mainClass, List<String> options, Map<String, String> environment) {
    private static final List<String> USUAL =
            List.of("-XX:+DisableAttachMechanism", "-XX:-UsePerfData", "-XX:+UseSerialGC");

    public AgentCommand {
        options = List.copyOf(options);
        environment = Map.copyOf(environment);
    }

    /** This process's own class path. */
    public static AgentCommand likeThisProcess(Class<?> mainClass) {
        return new AgentCommand(System.getProperty("java.class.path"), mainClass.getName(), USUAL, Map.of());
    }

    /** For a process that lives for seconds: compiled quickly instead of well. */
    public AgentCommand shortLived() {
        List<String> more = new ArrayList<>(options);
        more.add("-XX:TieredStopAtLevel=1");
        return new AgentCommand(classPath, mainClass, more, environment);
    }

    /** With this process's own hosts file ({@code jdk.net.hosts.file}), if it has one. */
    public AgentCommand resolvingNames() {
        List<String> more = new ArrayList<>(options);
        Optional.ofNullable(System.getProperty("jdk.net.hosts.file"))
                .ifPresent(file -> more.add("-Djdk.net.hosts.file=" + file));
        return new AgentCommand(classPath, mainClass, more, environment);
    }

    /** With these variables beside this process's own, and no others of its own. */
    public AgentCommand withEnvironment(Map<String, String> variables) {
        return new AgentCommand(classPath, mainClass, options, variables);
    }

    /**
     * Starts an agent.
     *
     * @param config its {@code agent.yaml}
     * @param output all that it prints is appended there
     */
    public AgentProcess start(Path config, Path output) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", classPath, mainClass, "run", "--config", config.toString()));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new AgentProcess(process, output);
    }
}
