package dev.writeback.agent.reload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.writeback.agent.config.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * {@code {"result":"applied","keys":["operations.reset"],"since":"..."}}: {@code applied}, {@code unchanged}, {@code
 * needs_restart} or {@code invalid}, which has {@code problems} in place of {@code keys}.
 */
public final class ReloadJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ReloadJson() {}

    /**
     * The result as one document.
     *
     * @param since when the configuration in force was read
     */
    public static String of(ReloadResult result, Instant since) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("result", name(result));
            if (result instanceof ReloadResult.Invalid invalid) {
                json.writeArrayFieldStart("problems");
                for (Problem problem : invalid.problems()) {
                    problem.writeTo(json);
                }
                json.writeEndArray();
            } else {
                json.writeArrayFieldStart("keys");
                for (String key : keys(result)) {
                    json.writeString(key);
                }
                json.writeEndArray();
            }
            json.writeStringField("since", since.toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen on a string", e);
        }
        return text.append('\n').toString();
    }

    private static List<String> keys(ReloadResult result) {
        if (result instanceof ReloadResult.Applied applied) {
            return applied.keys();
        }
        return result instanceof ReloadResult.NeedsRestart restart ? restart.keys() : List.of();
    }

    private static String name(ReloadResult result) {
        if (result instanceof ReloadResult.Applied) {
            return "applied";
        }
        if (result instanceof ReloadResult.Unchanged) {
            return "unchanged";
        }
        return result instanceof ReloadResult.Invalid ? "invalid" : "needs_restart";
    }
}
