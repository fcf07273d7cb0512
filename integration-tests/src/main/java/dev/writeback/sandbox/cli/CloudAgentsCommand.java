package dev.writeback.sandbox.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback cloud agents}. */
@Command(name = "agents", description = "Shows the enrolled agents, and whether each is there.")
public final class CloudAgentsCommand implements Callable<Integer> {
    @Mixin
    private final DeskOptions desk = new DeskOptions();

    @Option(names = "--output", paramLabel = "text|json", defaultValue = "text", description = "text or json")
    private String output = "text";

    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() throws Exception {
        String answer = desk.ask(administrator -> administrator.agents());
        if (output.equals("json")) {
            console.out().println(answer);
        } else {
            for (JsonNode agent : JsonMapper.builder().build().readTree(answer).path("agents")) {
                console.out()
                        .printf(
                                "%-20s %-12s %-10s last seen %s, heartbeats lost %d%n",
                                agent.path("agent").asText(),
                                agent.path("presence").asText(),
                                agent.path("state").asText("-"),
                                agent.path("lastSeen").asText("never"),
                                agent.path("missing").asLong());
            }
        }
        console.out().flush();
        return ExitCodes.DONE;
    }
}
