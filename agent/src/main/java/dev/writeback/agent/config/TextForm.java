package dev.writeback.agent.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The texts that a key accepts.
 *
 * @param accepted the same in words, for an operator
 */
public record TextForm(Pattern pattern, String accepted) {
    static TextForm of(String pattern, String accepted) {
        return new TextForm(Pattern.compile(pattern), accepted);
    }

    boolean matches(String value) {
        return pattern.matcher(value).matches();
    }

    /** What is wrong with a value, for whoever typed it; empty when nothing is. */
    public Optional<String> complaint(String value) {
        return matches(value) ? Optional.empty() : Optional.of("found '" + value + "'; accepted: " + accepted);
    }

    void require(String key, String value) {
        if (!matches(value)) {
            throw new IllegalArgumentException(key + ": found '" + value + "'; accepted: " + accepted);
        }
    }
}
