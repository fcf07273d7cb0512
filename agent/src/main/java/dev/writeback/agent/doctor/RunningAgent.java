package dev.writeback.agent.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.agent.config.HttpSettings;
import dev.writeback.agent.http.LocalEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What the running agent says of itself, if one runs. */
final class RunningAgent {
    static final String NAME = "running agent";

    private final HttpSettings http;

    RunningAgent(HttpSettings http) {
        this.http = http;
    }

    Check look() {
        InetSocketAddress address = new InetSocketAddress(http.address(), http.port());
        String place = http.address().getHostAddress() + " port " + http.port();
        try {
            JsonNode readiness = new ObjectMapper().readTree(LocalEndpoint.readiness(address));
            List<Check> lines = new ArrayList<>();
            for (JsonNode component : readiness.path("components")) {
                lines.add(component(component));
            }
            return lines.isEmpty() ? stranger(place) : Check.of(NAME, "answers at " + place, lines);
        } catch (JsonProcessingException e) {
            return stranger(place);
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

    private static Check stranger(String place) {
        return Check.failure(
                NAME,
                "what answers at " + place + " is no agent",
                "give the agent a port of its own with http.port, or stop what listens there");
    }
}
