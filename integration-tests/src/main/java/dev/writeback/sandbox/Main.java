package dev.writeback.sandbox;

import dev.writeback.agent.cli.WritebackCommand;
import dev.writeback.sandbox.cli.BenchCommand;
import dev.writeback.sandbox.cli.CloudCommand;
import dev.writeback.sandbox.cli.DemoCommand;
import dev.writeback.sandbox.cli.SandboxCommand;
import dev.writeback.sandbox.process.AgentCommand;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The entry point of a checkout: the commands of an installed agent, and those with the embedded servers. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** All commands. */
    public static CommandLine commandLine() {
        Supplier<AgentCommand> agent = () -> AgentCommand.likeThisProcess(Main.class);
        CommandLine line = dev.writeback.agent.Main.commandLine()
                .addSubcommand(new DemoCommand(agent))
                .addSubcommand(new SandboxCommand())
                .addSubcommand(new CloudCommand())
                .addSubcommand(BenchCommand.create(agent));
        return WritebackCommand.withErrors(line);
    }
}
