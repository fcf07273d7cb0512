package dev.writeback.sandbox.cli;

import dev.writeback.agent.cli.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code writeback cloud revoke}. */
@Command(name = "revoke", description = "Revokes the keys of an agent at once, and forgets it.")
public final class CloudRevokeCommand implements Callable<Integer> {
    @Mixin
    private final DeskOptions desk = new DeskOptions();

    @Parameters(paramLabel = "AGENT", description = "Its id.")
    private String agent = "";

    @Override
    public Integer call() throws Exception {
        desk.ask(administrator -> {
            administrator.revoke(agent);
            return "";
        });
        return ExitCodes.DONE;
    }
}
