package dev.writeback.agent.config;

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

    void require(String key, String value) {
        if (!matches(value)) {
            throw new IllegalArgumentException(key + ": found '" + value + "'; accepted: " + accepted);
        }
    }
}
