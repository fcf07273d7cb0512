package dev.writeback.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.agent.config.Whereabouts;
import dev.writeback.agent.http.LocalEndpoint;
import dev.writeback.agent.keys.ControlToken;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** The agent that runs with a configuration, as its local endpoint answers for it. */
final class RunningAgent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Whereabouts.Endpoint endpoint;
    private final Path stateDirectory;

    RunningAgent(Whereabouts there) {
        this.endpoint = there.endpoint();
        this.stateDirectory = there.stateDirectory();
    }

    private interface Question {
        String ask(InetSocketAddress address) throws IOException;
    }

    /** What {@code /readyz} says. */
    JsonNode readiness() throws CommandException {
        Optional<String> token = endpoint.wantsToken() ? Optional.of(token()) : Optional.empty();
        return answer(address -> LocalEndpoint.readiness(address, token));
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
        String text;
        try {
            text = question.ask(endpoint.address());
        } catch (IOException e) {
            throw CommandException.failed(
                    "no agent answers on " + endpoint.address().getAddress().getHostAddress() + " port "
                            + endpoint.address().getPort() + "; is it running?",
                    e);
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw CommandException.failed(
                    "what answers on the agent's port is not an agent, or one of another version", e);
        }
    }

    private String token() throws CommandException {
        try {
            return ControlToken.read(stateDirectory);
        } catch (IOException e) {
            throw CommandException.failed(
                    "no control token can be read in " + stateDirectory
                            + "; the agent writes it when it starts, and only its own user may read it",
                    e);
        }
    }
}
