package dev.writeback.agent.config;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * One thing that is wrong with the configuration.
 *
 * @param key the full key, such as {@code directories[0].bind.passwordFile}; empty for the file as a whole
 * @param line where in the file, from 1
 * @param found what is there; never the value of a secret
 * @param accepted what would be right
 */
public record Problem(String key, OptionalInt line, String found, String accepted) {
    /** As an object with the members {@code key}, {@code line} if known, {@code found} and {@code accepted}. */
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", key);
        if (line.isPresent()) {
            json.writeNumberField("line", line.getAsInt());
        }
        json.writeStringField("found", found);
        json.writeStringField("accepted", accepted);
        json.writeEndObject();
    }

    /** One line for an operator. */
    @Override
    public String toString() {
        String place = line.isPresent() ? " (line " + line.getAsInt() + ")" : "";
        return (key.isEmpty() ? "the file" : key) + place + ": found " + found + "; accepted: " + accepted;
    }
}
