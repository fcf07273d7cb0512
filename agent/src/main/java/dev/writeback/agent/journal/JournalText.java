package dev.writeback.agent.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.PolicyRules;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Violation;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Intents and conclusions as the JSON that the journal's file holds; readable with the sqlite3 tool. */
final class JournalText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JournalText() {}

    static String of(Intent intent) {
        ObjectNode node = JSON.createObjectNode()
                .put("operation", intent.operation().name())
                .put("directory", intent.directory())
                .put("account", intent.account().toString())
                .put("server", intent.server())
                .put("deadline", intent.deadline().toString());
        intent.invocation().ifPresent(id -> node.put("invocation", id.toString()));
        intent.passwordVersion().ifPresent(version -> node.put("passwordVersion", version.longValue()));
        intent.passwordChangedAt().ifPresent(at -> node.put("passwordChangedAt", at.toString()));
        return node.toString();
    }

    static Intent intent(String text) throws SQLException {
        JsonNode node = read(text);
        return new Intent(
                Operation.valueOf(node.required("operation").textValue()),
                node.required("directory").textValue(),
                UUID.fromString(node.required("account").textValue()),
                node.required("server").textValue(),
                optional(node, "invocation").map(JsonNode::textValue).map(UUID::fromString),
                optional(node, "passwordVersion").map(JsonNode::longValue),
                optional(node, "passwordChangedAt").map(JsonNode::textValue).map(Instant::parse),
                Instant.parse(node.required("deadline").textValue()));
    }

    static String of(Conclusion conclusion) {
        ObjectNode node =
                JSON.createObjectNode().put("outcome", conclusion.outcome().name());
        conclusion.reason().ifPresent(reason -> node.put("reason", reason.name()));
        conclusion.server().ifPresent(server -> node.put("server", server));
        if (!conclusion.violations().isEmpty()) {
            ArrayNode list = node.putArray("violations");
            conclusion.violations().forEach(violation -> list.add(violation.name()));
        }
        conclusion.rules().ifPresent(rules -> write(node.putObject("rules"), rules));
        return node.toString();
    }

    static Conclusion conclusion(String text) throws SQLException {
        JsonNode node = read(text);
        List<Violation> violations = new ArrayList<>();
        node.path("violations").forEach(item -> violations.add(Violation.valueOf(item.textValue())));
        return new Conclusion(
                Outcome.valueOf(node.required("outcome").textValue()),
                optional(node, "reason").map(JsonNode::textValue).map(Reason::valueOf),
                violations,
                optional(node, "rules").map(JournalText::rules),
                optional(node, "server").map(JsonNode::textValue));
    }

    private static void write(ObjectNode node, PolicyRules rules) {
        node.put("minLength", rules.minLength())
                .put("historyLength", rules.historyLength())
                .put("complexity", rules.complexity())
                .put("minAgeSeconds", rules.minAgeSeconds())
                .put("source", rules.source());
        rules.changeAllowedAt().ifPresent(at -> node.put("changeAllowedAt", at.toString()));
    }

    private static PolicyRules rules(JsonNode node) {
        return new PolicyRules(
                node.required("minLength").intValue(),
                node.required("historyLength").intValue(),
                node.required("complexity").booleanValue(),
                node.required("minAgeSeconds").longValue(),
                optional(node, "changeAllowedAt").map(JsonNode::textValue).map(Instant::parse),
                node.required("source").textValue());
    }

    private static Optional<JsonNode> optional(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name));
    }

    private static JsonNode read(String text) throws SQLException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SQLException("an entry of the journal is not readable", e);
        }
    }
}
