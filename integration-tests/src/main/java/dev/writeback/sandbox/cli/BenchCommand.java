package dev.writeback.sandbox.cli;

import dev.writeback.sandbox.process.AgentCommand;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code writeback bench}. */
@Command(
        name = "bench",
        description = "Measures, and prints beside each figure the limit that the same run has measured.")
public final class BenchCommand {
    private BenchCommand() {}

    /**
     * The command with its subcommands.
     *
     * @param agent how an agent is started
     */
    public static CommandLine create(Supplier<AgentCommand> agent) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchDirectoryCommand())
                .addSubcommand(new BenchEnvelopeCommand())
                .addSubcommand(new BenchJournalCommand())
                .addSubcommand(new BenchRoadCommand(agent))
                .addSubcommand(new BenchWatchedCommand(agent));
    }
}
