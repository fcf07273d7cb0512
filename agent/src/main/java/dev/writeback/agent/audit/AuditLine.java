package dev.writeback.agent.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.writeback.agent.event.Event;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * The text of one record, JSON in one line: {@code {"n":12,"time":"2026-11-30T10:00:00.123Z","event":"...","id":202,
 * "msEventId":31002,"severity":"info","agent":"hq-1",...,"prev":"..."}}.
 */
final class AuditLine {
    // A field that stood twice would let two readers read two things.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(com.fasterxml.jackson.core.StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private AuditLine() {}

    static AuditRecord of(Place last, Instant time, String agent, Event event) {
        Instant shown = time.truncatedTo(ChronoUnit.MILLIS);
        return new AuditRecord(last.number() + 1, shown, agent, event, text(last, shown, agent, event));
    }

    private static String text(Place last, Instant time, String agent, Event event) {
        StringWriter line = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("n", last.number() + 1);
            json.writeStringField("time", time.toString());
            json.writeStringField("event", event.type().label());
            json.writeNumberField("id", event.type().id());
            if (event.type().msEventId().isPresent()) {
                json.writeNumberField("msEventId", event.type().msEventId().getAsInt());
            }
            json.writeStringField("severity", event.type().severity().label());
            json.writeStringField("agent", agent);
            for (Map.Entry<String, Object> field : event.fields().entrySet()) {
                json.writeFieldName(field.getKey());
                write(json, field.getValue());
            }
            json.writeStringField("prev", last.hash());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an event has a field of a record's own: " + event.type(), e);
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object one : list) {
                json.writeString(String.valueOf(one));
            }
            json.writeEndArray();
        } else {
            json.writeString(String.valueOf(value));
        }
    }
}
