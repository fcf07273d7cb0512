package dev.writeback.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback keys}. */
@Command(name = "keys", description = "The agent's own keys.", synopsisSubcommandLabel = "COMMAND")
final class KeysCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() {
        throw console.missingCommand();
    }
}
