package dev.writeback.agent.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a line of the file says of its place; of the other fields only those of one string or number.
 *
 * @param previous the hash of the line that it follows
 */
record ReadLine(long number, Instant time, String event, String agent, String previous, Map<String, String> fields) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Empty for a line that is no record. */
    static Optional<ReadLine> of(String line) {
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Map<String, String> fields = new HashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_ARRAY || json.currentToken() == JsonToken.START_OBJECT) {
                    json.skipChildren();
                } else {
                    fields.put(name, json.getText());
                }
            }
            return json.nextToken() == null ? record(fields) : Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<ReadLine> record(Map<String, String> fields) {
        long number = Long.parseLong(needed(fields, "n"));
        if (number < 1 || number > Place.HIGHEST) {
            throw new IllegalArgumentException("no number of a record: " + number);
        }
        return Optional.of(new ReadLine(
                number,
                Instant.parse(needed(fields, "time")),
                needed(fields, "event"),
                needed(fields, "agent"),
                needed(fields, "prev"),
                Map.copyOf(fields)));
    }

    private static String needed(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
