package dev.writeback.agent.presence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;

/** What became of a ping: of a heartbeat that asks the cloud for an echo (PWB/1, section 4). */
public sealed interface PingResult {
    /**
     * The cloud's echo came.
     *
     * @param roundTrip from the moment when the heartbeat was made until its echo was verified
     */
    record Answered(Duration roundTrip) implements PingResult {}

    /**
     * The relay took the heartbeat, and no echo of it came in time.
     *
     * @param waited for so long
     */
    record Unanswered(Duration waited) implements PingResult {}

    /**
     * The cloud was not asked, or could not have been heard.
     *
     * @param cause in a few words
     */
    record NotSent(String cause) implements PingResult {}

    /**
     * The result as one document: {@code {"ping":"answered","millis":41}}, {@code {"ping":"unanswered","seconds":10}} or
     * {@code {"ping":"not_sent","cause":"..."}}.
     */
    default String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            if (this instanceof Answered answered) {
                json.writeStringField("ping", "answered");
                json.writeNumberField("millis", answered.roundTrip().toMillis());
            } else if (this instanceof Unanswered unanswered) {
                json.writeStringField("ping", "unanswered");
                json.writeNumberField("seconds", unanswered.waited().toSeconds());
            } else if (this instanceof NotSent notSent) {
                json.writeStringField("ping", "not_sent");
                json.writeStringField("cause", notSent.cause());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen on a string", e);
        }
        return text.append('\n').toString();
    }
}
