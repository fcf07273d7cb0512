package dev.writeback.agent.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.agent.config.HttpSettings;
import dev.writeback.agent.http.LocalEndpoint;
import dev.writeback.agent.http.NoAgentException;
import dev.writeback.agent.http.TokenRefusedException;
import dev.writeback.agent.keys.ControlToken;
import dev.writeback.agent.keys.MalformedTokenException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the running agent says of itself, if one runs. */
final class RunningAgent {
    static final String NAME = "running agent";

    private static final Pattern HEARTBEAT =
            Pattern.compile("(?m)^writeback_heartbeat_last_success_timestamp_seconds (\\S+)$");
    /** Three were missed. */
    private static final Duration SILENCE = Duration.ofMinutes(3);

    private final HttpSettings http;
    private final Path stateDirectory;
    private final Clock clock;

    /**
     * @param stateDirectory of the agent, where its control token is
     */
    RunningAgent(HttpSettings http, Path stateDirectory, Clock clock) {
        this.http = http;
        this.stateDirectory = stateDirectory;
        this.clock = clock;
    }

    Check look() {
        InetSocketAddress address = http.fromHere();
        String place = address.getAddress().getHostAddress() + " port " + address.getPort();
        Optional<String> token;
        try {
            token = http.token().isPresent() ? Optional.of(ControlToken.read(stateDirectory)) : Optional.empty();
        } catch (MalformedTokenException e) {
            return Check.note(NAME, "not asked: " + e.getMessage());
        } catch (IOException e) {
            return Check.note(
                    NAME,
                    "not asked: it wants a token, and none can be read in " + stateDirectory
                            + "; run the doctor as the agent's user");
        }
        try {
            JsonNode readiness = new ObjectMapper().readTree(LocalEndpoint.readiness(address, token));
            List<Check> lines = new ArrayList<>();
            for (JsonNode component : readiness.path("components")) {
                lines.add(component(component));
            }
            if (lines.isEmpty()) {
                return stranger(place);
            }
            lines.add(heartbeat(LocalEndpoint.metrics(address, token)));
            return Check.of(NAME, "answers at " + place, lines);
        } catch (JsonProcessingException | NoAgentException e) {
            return stranger(place);
        } catch (TokenRefusedException e) {
            return Check.failure(
                    NAME,
                    "what answers at " + place + " does not take the token of this agent",
                    "another agent may have the port: give each one its own with http.port; else start this one again");
        } catch (IOException e) {
            return Check.note(NAME, "none answers at " + place);
        }
    }

    private static Check component(JsonNode component) {
        String name = component.path("name").asText();
        String detail = component.path("detail").asText();
        return component.path("ready").asBoolean()
                ? Check.ok(name, detail)
                : Check.failure(name, detail, "see this report's other lines, and the agent's log");
    }

    /** Signed by the agent and taken by the relay: half of the way there and back. */
    private Check heartbeat(String metrics) {
        String name = "heartbeat";
        Matcher found = HEARTBEAT.matcher(metrics);
        double seconds = found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
        if (Double.isNaN(seconds)) {
            return Check.warning(
                    name,
                    "the relay has taken none since the agent started",
                    "wait a minute and run the doctor again; the cloud takes an agent without heartbeats for absent");
        }
        Duration age = Duration.between(Instant.ofEpochMilli((long) (seconds * 1000)), clock.instant());
        String detail = "the relay took the last signed one " + Spans.of(age) + " ago";
        return age.compareTo(SILENCE) > 0
                ? Check.warning(
                        name,
                        detail,
                        "look into the agent's log; the cloud takes an agent without heartbeats for absent")
                : Check.ok(name, detail);
    }

    private static Check stranger(String place) {
        return Check.failure(
                NAME,
                "what answers at " + place + " is no agent",
                "give the agent a port of its own with http.port, or stop what listens there");
    }
}
