package dev.writeback.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.agent.config.Whereabouts;
import dev.writeback.agent.http.LocalEndpoint;
import dev.writeback.agent.keys.ControlToken;
import dev.writeback.agent.keys.MalformedTokenException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** The agent that runs with a configuration, as its local endpoint answers for it. */
final class RunningAgent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Whereabouts.Endpoint endpoint;
    private final Path stateDirectory;
    private final Path config;

    /**
     * @param config the file, for what is said when no agent runs with it
     */
    RunningAgent(Whereabouts there, Path config) {
        this.endpoint = there.endpoint();
        this.stateDirectory = there.stateDirectory();
        this.config = config;
    }

    private interface Question {
        String ask(InetSocketAddress address) throws IOException;
    }

    /** Returns when it answers {@code /livez}, for which no token has to be shown. */
    void alive() throws CommandException {
        text(RunningAgent::livez);
    }

    private static String livez(InetSocketAddress address) throws IOException {
        LocalEndpoint.alive(address);
        return "";
    }

    /** What {@code /readyz} says. */
    JsonNode readiness() throws CommandException {
        Optional<String> token = readToken();
        return answer(address -> LocalEndpoint.readiness(address, token));
    }

    /** What {@code /status.json} says. */
    JsonNode status() throws CommandException {
        Optional<String> token = readToken();
        return answer(address -> LocalEndpoint.status(address, token));
    }

    /** The page {@code /metrics}. */
    String metrics() throws CommandException {
        Optional<String> token = readToken();
        return text(address -> LocalEndpoint.metrics(address, token));
    }

    private Optional<String> readToken() throws CommandException {
        return endpoint.wantsToken() ? Optional.of(token()) : Optional.empty();
    }

    /**
     * Has it do something, which only its own user may ask for.
     *
     * @param path such as {@code /standby/on}
     */
    JsonNode control(String path) throws CommandException {
        String token = token();
        return answer(address -> LocalEndpoint.control(address, path, token));
    }

    private JsonNode answer(Question question) throws CommandException {
        try {
            return JSON.readTree(text(question));
        } catch (JsonProcessingException e) {
            throw CommandException.failed(
                    "what answers on the agent's port is not an agent, or one of another version", e);
        }
    }

    private String text(Question question) throws CommandException {
        try {
            return question.ask(endpoint.address());
        } catch (IOException e) {
            throw CommandException.failed(
                    "no agent answers on " + endpoint.address().getAddress().getHostAddress() + " port "
                            + endpoint.address().getPort()
                            + "; is it running? Start it: systemctl start writeback, or writeback run --config "
                            + config,
                    e);
        }
    }

    /** Without an agent there need be no token, and it is the agent that is missing. */
    private String token() throws CommandException {
        try {
            return ControlToken.read(stateDirectory);
        } catch (MalformedTokenException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            alive();
            throw CommandException.failed(
                    "no control token can be read in " + stateDirectory
                            + "; the agent writes it when it starts, and only its own user may read it",
                    e);
        }
    }
}
