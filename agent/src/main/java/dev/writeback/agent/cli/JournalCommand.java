package dev.writeback.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback journal}. */
@Command(name = "journal", description = "What the agent remembers of requests.", synopsisSubcommandLabel = "COMMAND")
final class JournalCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() {
        throw console.missingCommand();
    }
}
