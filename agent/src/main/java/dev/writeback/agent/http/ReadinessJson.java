package dev.writeback.agent.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** {@code {"ready":true,"components":[{"name":"relay","ready":true,"detail":"..."}]}}. */
final class ReadinessJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ReadinessJson() {}

    static String of(Readiness readiness) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("ready", readiness.ready());
            json.writeArrayFieldStart("components");
            for (Readiness.Component component : readiness.components()) {
                write(json, component);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen on a string", e);
        }
        return text.append('\n').toString();
    }

    /** One of its components alone. */
    static String of(Readiness.Component component) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, component);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen on a string", e);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, Readiness.Component component) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", component.name());
        json.writeBooleanField("ready", component.ready());
        json.writeStringField("detail", component.detail());
        json.writeEndObject();
    }
}
