package dev.writeback.agent.diag;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** What the controls of a diagnosis answer. */
public final class DiagJson {
    private static final JsonFactory JSON = new JsonFactory();

    private DiagJson() {}

    /** {@code {"threads":"..."}}. */
    public static String of(String threads) {
        return object(json -> json.writeStringField("threads", threads));
    }

    /** {@code result} is {@code begun}, {@code written} with the {@code file}, or {@code impossible} with {@code why}. */
    public static String of(FlightRecording.Result result) {
        return object(json -> {
            if (result instanceof FlightRecording.Written written) {
                json.writeStringField("result", "written");
                json.writeStringField("file", written.file().toString());
            } else if (result instanceof FlightRecording.Impossible impossible) {
                json.writeStringField("result", "impossible");
                json.writeStringField("why", impossible.why());
            } else {
                json.writeStringField("result", "begun");
            }
        });
    }

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static String object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen on a string", e);
        }
        return text.append('\n').toString();
    }
}
