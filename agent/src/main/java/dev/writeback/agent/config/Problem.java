package dev.writeback.agent.config;

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
    /** One line for an operator. */
    @Override
    public String toString() {
        String place = line.isPresent() ? " (line " + line.getAsInt() + ")" : "";
        return (key.isEmpty() ? "the file" : key) + place + ": found " + found + "; accepted: " + accepted;
    }
}
