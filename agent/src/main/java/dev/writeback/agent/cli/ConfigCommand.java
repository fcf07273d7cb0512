package dev.writeback.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback config}. */
@Command(
        name = "config",
        description = "Looks at the configuration, or has the agent follow it.",
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() {
        throw console.missingCommand();
    }
}
