package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.LogLevel;
import dev.writeback.agent.config.Problem;
import dev.writeback.agent.config.ReadConfig;
import dev.writeback.agent.logging.AgentLogging;
import dev.writeback.agent.logging.WireTracing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback run}: what the service starts. */
@Command(name = "run", description = "Runs the agent in the foreground; logs to standard output unless told otherwise.")
final class RunCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;
    private final AgentLauncher launcher;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            description =
                    "Logs to this file in place of standard output. At 10 MB a new one begins; five older are kept.")
    private @Nullable Path logFile;

    RunCommand(AgentConfigLoader loader, AgentLauncher launcher) {
        this.loader = loader;
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws ConfigException, CommandException {
        ReadConfig read = loader.read(config.file());
        List<Problem> traces = WireTracing.switchedOn(System::getenv, System::getProperty).stream()
                .map(RunCommand::traced)
                .toList();
        if (!traces.isEmpty()) {
            throw new ConfigException(config.file(), traces);
        }
        startLogging(read.config().agent().logLevel());
        return launcher.run(read);
    }

    private void startLogging(LogLevel level) throws CommandException {
        if (logFile == null) {
            AgentLogging.start(level);
            return;
        }
        try {
            AgentLogging.start(level, logFile);
        } catch (IOException e) {
            throw CommandException.failed("the log " + logFile + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Problem traced(String name) {
        return new Problem(name, OptionalInt.empty(), "a switch that prints passwords from the wire", "not set");
    }
}
