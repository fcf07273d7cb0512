package dev.writeback.protocol.message;

import java.util.Locale;

/** What a password violates, as far as it is known: the claim {@code violations} of PWB/1, section 4. */
public enum Violation {
    TOO_SHORT,
    TOO_LONG,
    COMPLEXITY,
    HISTORY,
    TOO_YOUNG,
    CONTAINS_NAME,
    BANNED,
    /** The directory refused it and gave no finer reason. */
    UNSPECIFIED;

    /** The name on the wire: the constant in lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
