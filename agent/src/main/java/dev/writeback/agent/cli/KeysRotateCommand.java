package dev.writeback.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback keys rotate}: the running agent makes new keys, as it does by itself when the old ones are 150 days old. */
@Command(
        name = "rotate",
        description = "Has the running agent make new keys and announce them to the cloud; the old ones serve until the"
                + " cloud has confirmed the new.")
final class KeysRotateCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    KeysRotateCommand(AgentConfigLoader loader) {
        this.loader = loader;
    }

    @Override
    public Integer call() throws ConfigException, CommandException {
        JsonNode answer = new RunningAgent(loader.whereabouts(config.file()), config.file()).control("/keys/rotate");
        boolean waiting = answer.path("result").asText().equals("waiting");
        PrintWriter out = console.out();
        if (output.isJson()) {
            out.println(answer);
        } else if (waiting) {
            answer.path("keys")
                    .forEach(key -> out.printf(
                            "%-3s  %s  waits for the cloud's confirmation%n",
                            key.path("use").asText(), key.path("kid").asText()));
        } else {
            throw CommandException.failed("no new keys: " + answer.path("why").asText());
        }
        out.flush();
        return waiting ? ExitCodes.DONE : ExitCodes.FAILED;
    }
}
