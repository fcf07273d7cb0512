package dev.writeback.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback audit}. */
@Command(name = "audit", description = "The record of all that happened.", synopsisSubcommandLabel = "COMMAND")
final class AuditCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() {
        throw console.missingCommand();
    }
}
