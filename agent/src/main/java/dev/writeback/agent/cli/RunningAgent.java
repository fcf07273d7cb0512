package dev.writeback.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.agent.config.AgentSettings;
import dev.writeback.agent.config.Whereabouts;
import dev.writeback.agent.http.LocalEndpoint;
import dev.writeback.agent.http.NoAgentException;
import dev.writeback.agent.http.TokenRefusedException;
import dev.writeback.agent.keys.ControlToken;
import dev.writeback.agent.keys.MalformedTokenException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Optional;

/** The agent that runs with a configuration, as its local endpoint answers for it. */
final class RunningAgent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Optional<String> id;
    private final Whereabouts.Endpoint endpoint;
    private final Path stateDirectory;
    private final Path config;

    /**
     * @param config the file, for what is said when no agent runs with it
     */
    RunningAgent(Whereabouts there, Path config) {
        this.id = there.agentId();
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

    /** What {@code /status.json} says; no other agent's, which may have come to listen there. */
    JsonNode status() throws CommandException {
        Optional<String> token = readToken();
        JsonNode status = answer(address -> LocalEndpoint.status(address, token));
        String found = status.path("agent").path("id").asText();
        if (AgentSettings.ID.complaint(found).isPresent()) {
            throw failed(new NoAgentException("no id of an agent in /status.json"));
        }
        if (id.isPresent() && !found.equals(id.get())) {
            throw anotherAgent(found, id.get());
        }
        return status;
    }

    private CommandException anotherAgent(String found, String expected) {
        return CommandException.failed("what answers on " + where() + " says that it is the agent '" + found
                + "', and " + config + " names '" + expected
                + "': another agent of this machine, or one that was not started again since the file was changed"
                + whoIsIt());
    }

    private String where() {
        return endpoint.address().getAddress().getHostAddress() + " port "
                + endpoint.address().getPort();
    }

    private String whoIsIt() {
        return "; see who listens there: ss -ltnp 'sport = :"
                + endpoint.address().getPort() + "'";
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
            throw failed(e);
        }
    }

    private String text(Question question) throws CommandException {
        try {
            return question.ask(endpoint.address());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** What came in place of an answer, and what to do. */
    CommandException failed(IOException e) {
        String there = where();
        String whoIsIt = whoIsIt();
        if (e instanceof ConnectException || e instanceof NoRouteToHostException || e instanceof BindException) {
            return CommandException.failed(
                    "no agent answers on " + there
                            + "; is it running? Start it: systemctl start writeback, or writeback run --config "
                            + config,
                    e);
        }
        if (e instanceof SocketTimeoutException) {
            return CommandException.failed(
                    "what listens on " + there + " did not answer in time: the agent hangs or is busy, and its log says"
                            + " with what, or it is not the agent" + whoIsIt,
                    e);
        }
        if (e instanceof TokenRefusedException) {
            return CommandException.failed(
                    e.getMessage() + "; see that the agent on " + there + " is the one that runs with " + config, e);
        }
        String how = e instanceof NoAgentException ? " (" + e.getMessage() + ")" : "";
        return CommandException.failed(
                "what answers on " + there + " is not an agent, or one of another version" + how + whoIsIt, e);
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
