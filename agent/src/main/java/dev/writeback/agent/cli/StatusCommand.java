package dev.writeback.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.HttpSettings;
import dev.writeback.agent.http.LocalEndpoint;
import dev.writeback.agent.keys.ControlToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback status}: asks the running agent on its local endpoint. */
@Command(name = "status", description = "What the running agent says of itself; exit 1 when it is not ready.")
final class StatusCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--standby", paramLabel = "on|off", description = "Stay connected and take nothing, or take again.")
    private @Nullable Standby standby;

    /** What {@code --standby} takes. */
    enum Standby {
        on,
        off
    }

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    StatusCommand(AgentConfigLoader loader) {
        this.loader = loader;
    }

    @Override
    public Integer call() throws ConfigException, CommandException {
        String answer = ask(loader.loadForALook(config.file()));
        JsonNode readiness = parsed(answer);
        PrintWriter out = console.out();
        if (output.isJson()) {
            out.println(answer.strip());
        } else {
            print(readiness, out);
        }
        out.flush();
        return readiness.path("ready").asBoolean() ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private String ask(AgentConfig loaded) throws CommandException {
        HttpSettings http = loaded.http();
        InetSocketAddress address = new InetSocketAddress(http.address(), http.port());
        try {
            return standby == null
                    ? LocalEndpoint.readiness(address)
                    : LocalEndpoint.standby(address, standby == Standby.on, token(loaded));
        } catch (IOException e) {
            throw CommandException.failed(
                    "no agent answers on " + http.address().getHostAddress() + " port " + http.port()
                            + "; is it running?",
                    e);
        }
    }

    private static String token(AgentConfig loaded) throws CommandException {
        Path directory = loaded.agent().stateDirectory();
        try {
            return ControlToken.read(directory);
        } catch (IOException e) {
            throw CommandException.failed(
                    "no control token can be read in " + directory
                            + "; the agent writes it when it starts, and only its own user may read it",
                    e);
        }
    }

    private static JsonNode parsed(String answer) throws CommandException {
        try {
            return new ObjectMapper().readTree(answer);
        } catch (JsonProcessingException e) {
            throw CommandException.failed("what answers on the agent's port is not an agent", e);
        }
    }

    private static void print(JsonNode readiness, PrintWriter out) {
        out.println(readiness.path("ready").asBoolean() ? "ready" : "not ready");
        for (JsonNode component : readiness.path("components")) {
            out.printf(
                    "  %-4s %s: %s%n",
                    component.path("ready").asBoolean() ? "ok" : "down",
                    component.path("name").asText(),
                    component.path("detail").asText());
        }
    }
}
