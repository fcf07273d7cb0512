package dev.writeback.agent.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.writeback.agent.http.Readiness;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Subject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The document {@code /status.json}; docs/operations.md lists its members. */
final class StatusJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final StatusDocument document;
    private final JsonGenerator json;

    private StatusJson(StatusDocument document, JsonGenerator json) {
        this.document = document;
        this.json = json;
    }

    static String of(StatusDocument document) {
        StringWriter text = new StringWriter(4096);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            new StatusJson(document, json).write();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen on a string", e);
        }
        return text.append('\n').toString();
    }

    private interface Members {
        void write() throws IOException;
    }

    private interface Element<T> {
        void write(T element) throws IOException;
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("state", lower(document.state()));
        json.writeBooleanField("ready", document.readiness().ready());
        text("now", time(document.now()));
        object("agent", this::agent);
        array("troubles", document.troubles(), this::trouble);
        array("components", document.readiness().components(), this::component);
        object("relay", this::relay);
        object("heartbeat", () -> text("lastSuccess", document.heartbeat().map(StatusJson::time)));
        array("directories", document.directories(), this::directory);
        object("keys", this::keys);
        object("switches", this::switches);
        object("intake", () -> {
            json.writeBooleanField("open", document.intake().isEmpty());
            json.writeArrayFieldStart("causes");
            for (String cause :
                    document.intake().stream().sorted().map(StatusJson::lower).toList()) {
                json.writeString(cause);
            }
            json.writeEndArray();
        });
        object("journal", () -> json.writeNumberField("entries", document.journalEntries()));
        orNull("canary", document.canary(), this::canary);
        orNull("configuration", document.configuration(), this::configuration);
        array("operations", document.operations(), this::operation);
        json.writeEndObject();
    }

    private void agent() throws IOException {
        StatusDocument.Identity agent = document.agent();
        text("id", agent.id());
        text("version", agent.version());
        text("started", time(agent.started()));
        json.writeNumberField("uptimeSeconds", agent.uptime().toSeconds());
    }

    private void trouble(Trouble trouble) throws IOException {
        text("weight", lower(trouble.weight()));
        text("part", trouble.part());
        text("what", trouble.what());
        text("todo", trouble.todo());
        text("runbook", trouble.runbook());
    }

    private void component(Readiness.Component component) throws IOException {
        text("name", component.name());
        json.writeBooleanField("ready", component.ready());
        text("detail", component.detail());
    }

    private void relay() throws IOException {
        text("state", lower(document.relay().state()));
        text("lastSuccess", document.relay().lastSuccess().map(StatusJson::time));
        json.writeNumberField("inFlight", document.relay().inFlight());
        text("detail", document.relay().detail());
    }

    private void directory(DirectoryHealth directory) throws IOException {
        text("name", directory.name());
        boolean all = directory.servers().stream().allMatch(DirectoryHealth.Server::up);
        text("state", directory.isReachable() ? all ? "up" : "degraded" : "down");
        number("clockOffsetMillis", directory.clockOffset().map(Duration::toMillis));
        array("servers", directory.servers(), server -> {
            text("host", server.host());
            json.writeBooleanField("up", server.up());
            text("detail", server.detail());
        });
    }

    private void keys() throws IOException {
        json.writeBooleanField("usable", document.keys().usable());
        json.writeBooleanField("rolling", document.keys().rolling());
        array("all", document.keys().all(), key -> {
            text("id", key.id());
            text("use", key.use());
            text("state", key.state());
            text("notBefore", time(key.notBefore()));
            text("expiresAt", time(key.expiresAt()));
            json.writeNumberField("daysOld", key.daysOld(document.now()));
            json.writeNumberField("daysLeft", key.daysLeft(document.now()));
        });
    }

    private void switches() throws IOException {
        StatusDocument.Switches switches = document.switches();
        json.writeBooleanField("paused", switches.paused());
        text("closed", switches.closed());
        json.writeNumberField("cloudEpoch", switches.cloudEpoch());
        number(
                "refusedEpoch",
                switches.refusedEpoch().isPresent()
                        ? Optional.of(switches.refusedEpoch().getAsLong())
                        : Optional.empty());
        text("policy", switches.digest());
        array("operations", switches.operations(), operation -> {
            text("name", operation.name());
            json.writeBooleanField("on", operation.on());
            json.writeBooleanField("file", operation.file());
            json.writeFieldName("cloud");
            if (operation.cloud().isPresent()) {
                json.writeBoolean(operation.cloud().get());
            } else {
                json.writeNull();
            }
        });
    }

    private void canary(LastCanary.Seen canary) throws IOException {
        text("lastSuccess", canary.lastSuccess().map(StatusJson::time));
        orNull("last", canary.last(), run -> {
            text("at", time(run.at()));
            text("outcome", run.outcome());
            text("reason", run.reason());
        });
    }

    private void configuration(StatusDocument.Configuration configuration) throws IOException {
        text("since", time(configuration.since()));
        json.writeBooleanField("inForce", configuration.refused().isEmpty());
        text("refused", configuration.refused());
    }

    private void operation(RecentOperations.Entry entry) throws IOException {
        text("at", time(entry.at()));
        text("requestId", entry.request().value());
        text("operation", entry.operation().map(Operation::wireName));
        if (entry.subject().isPresent()) {
            Subject subject = entry.subject().get();
            text("subject", subject.format().wireName() + ":" + subject.value());
        }
        text("outcome", entry.outcome().name());
        text("reason", entry.reason().map(Reason::wireName));
        text("server", entry.server());
        json.writeBooleanField("recorded", entry.recorded());
        json.writeNumberField("millis", entry.took().toMillis());
    }

    private void object(String name, Members members) throws IOException {
        json.writeObjectFieldStart(name);
        members.write();
        json.writeEndObject();
    }

    private <T> void orNull(String name, Optional<T> value, Element<T> members) throws IOException {
        if (value.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        T present = value.get();
        object(name, () -> members.write(present));
    }

    private <T> void array(String name, List<T> elements, Element<T> members) throws IOException {
        json.writeArrayFieldStart(name);
        for (T element : elements) {
            json.writeStartObject();
            members.write(element);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void text(String name, String value) throws IOException {
        json.writeStringField(name, value);
    }

    private void text(String name, Optional<String> value) throws IOException {
        @Nullable String text = value.orElse(null);
        json.writeStringField(name, text);
    }

    private void number(String name, Optional<Long> value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.get());
        } else {
            json.writeNullField(name);
        }
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
