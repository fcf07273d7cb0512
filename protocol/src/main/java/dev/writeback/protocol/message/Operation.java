package dev.writeback.protocol.message;

import java.util.Locale;
import java.util.Optional;

/** The operations of a request: the claim {@code op} of PWB/1, section 4. */
public enum Operation {
    RESET,
    CHANGE,
    UNLOCK,
    VALIDATE,
    PING;

    /** The name on the wire: the constant in lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The operation of that exact wire name, or empty. */
    public static Optional<Operation> ofWireName(String name) {
        for (Operation operation : values()) {
            if (operation.wireName().equals(name)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }

    /** Whether a request carries the sealed claim {@code pwd}. */
    public boolean carriesSecret() {
        return this == RESET || this == CHANGE || this == VALIDATE;
    }

    /** Whether the operation writes a password, so that the guard and recovery of section 6 apply. */
    public boolean writesPassword() {
        return this == RESET || this == CHANGE;
    }
}
