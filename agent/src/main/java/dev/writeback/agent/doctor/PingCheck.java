package dev.writeback.agent.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.agent.config.HttpSettings;
import dev.writeback.agent.http.LocalEndpoint;
import dev.writeback.agent.http.NoAgentException;
import dev.writeback.agent.keys.ControlToken;
import dev.writeback.agent.keys.MalformedTokenException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * Through the relay to the cloud and back, each way signed and sealed (PWB/1, section 4). The running agent does it: it
 * alone may take messages from the queue.
 */
final class PingCheck {
    static final String NAME = "ping";

    private final InetSocketAddress address;
    private final Path stateDirectory;
    private final String heartbeats;

    /**
     * @param stateDirectory of the agent, where its control token is
     * @param heartbeats the queue that the cloud reads them from
     */
    PingCheck(HttpSettings http, Path stateDirectory, String heartbeats) {
        this.address = http.fromHere();
        this.stateDirectory = stateDirectory;
        this.heartbeats = heartbeats;
    }

    Check look() {
        try {
            LocalEndpoint.alive(address);
        } catch (NoAgentException e) {
            return noAgent();
        } catch (IOException e) {
            return Check.note(NAME, "not checked: no agent runs here; start it and look again");
        }
        String token;
        try {
            token = ControlToken.read(stateDirectory);
        } catch (MalformedTokenException e) {
            return Check.failure(NAME, "not sent: " + e.getMessage(), "start the agent anew");
        } catch (IOException e) {
            return Check.failure(
                    NAME,
                    "not sent: no control token can be read in " + stateDirectory,
                    "run the doctor as the agent's user, which alone may ask the agent");
        }
        try {
            return of(new ObjectMapper().readTree(LocalEndpoint.control(address, "/ping", token)));
        } catch (JsonProcessingException | NoAgentException e) {
            return noAgent();
        } catch (IOException e) {
            return Check.failure(
                    NAME,
                    "not sent: " + e.getMessage(),
                    "see that the agent that runs here is the one of this configuration, and start it anew");
        }
    }

    private static Check noAgent() {
        return Check.note(NAME, "not checked: what answers at the agent's port is no agent that can ping");
    }

    private Check of(JsonNode result) {
        return switch (result.path("ping").asText()) {
            case "answered" ->
                Check.ok(
                        NAME,
                        "the cloud's signed answer was here after "
                                + result.path("millis").asLong() + " ms");
            case "unanswered" ->
                Check.failure(
                        NAME,
                        "the relay took a heartbeat, and no answer of the cloud came within "
                                + result.path("seconds").asLong() + " s",
                        "see that the cloud runs, reads the queue " + heartbeats
                                + " and knows this agent; if it does, the agent's log says what it removed");
            default ->
                Check.failure(
                        NAME,
                        "not sent: " + result.path("cause").asText(),
                        "see this report's other lines, and the agent's log");
        };
    }
}
