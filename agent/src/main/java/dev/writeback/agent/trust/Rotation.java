package dev.writeback.agent.trust;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** What became of an administrator's wish for new keys. */
public sealed interface Rotation {
    /** These are announced until the cloud confirms them; the old ones serve until then. */
    record Waiting(KeyRing keys) implements Rotation {}

    /** No new keys; the old ones serve on. */
    record Impossible(String why) implements Rotation {}

    /**
     * {@code {"result":"waiting","keys":[{"use":"enc","kid":"..."},...]}}, or {@code impossible}, which has {@code why} in
     * place of {@code keys}.
     */
    default String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            if (this instanceof Waiting waiting) {
                json.writeStringField("result", "waiting");
                json.writeArrayFieldStart("keys");
                for (KeyRecord key : waiting.keys().all()) {
                    json.writeStartObject();
                    json.writeStringField("use", key.use().wireName());
                    json.writeStringField("kid", key.id().value());
                    json.writeEndObject();
                }
                json.writeEndArray();
            } else if (this instanceof Impossible impossible) {
                json.writeStringField("result", "impossible");
                json.writeStringField("why", impossible.why());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen on a string", e);
        }
        return text.append('\n').toString();
    }
}
