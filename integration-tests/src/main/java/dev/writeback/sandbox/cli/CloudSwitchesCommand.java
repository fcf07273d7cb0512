package dev.writeback.sandbox.cli;

import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback cloud switches}. */
@Command(
        name = "switches",
        description = "Sends the tenant's switches to all agents. They narrow what an agent's own file allows.")
public final class CloudSwitchesCommand implements Callable<Integer> {
    /** What can be switched off. */
    enum Switch {
        reset,
        change,
        adminReset,
        unlock,
        validate
    }

    @Mixin
    private final DeskOptions desk = new DeskOptions();

    @Option(
            names = "--off",
            split = ",",
            paramLabel = "OPERATION",
            description = "${COMPLETION-CANDIDATES}; all others are on.")
    private Set<Switch> off = Set.of();

    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() throws Exception {
        Map<String, Boolean> switches = new LinkedHashMap<>();
        for (Switch each : Switch.values()) {
            switches.put(each.name(), !off.contains(each));
        }
        String answer = desk.ask(administrator -> administrator.switches(Json.line(switches)));
        console.out().println(answer);
        console.out().flush();
        return ExitCodes.DONE;
    }
}
