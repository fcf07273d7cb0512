package dev.writeback.protocol.message;

import java.util.Optional;

/**
 * Who asked: the claim {@code init} of PWB/1, section 4.
 *
 * @param kind the user in person or an administrator
 * @param acr how the cloud authenticated that person, if it says so
 * @param by the administrator; present exactly when {@code kind} is {@link Kind#ADMIN}
 */
public record Initiator(Kind kind, Optional<String> acr, Optional<String> by) {
    /** The values of {@code init.kind}. */
    public enum Kind {
        SELF,
        ADMIN
    }

    /**
     * @throws IllegalArgumentException when {@code by} is not present exactly for an administrator
     */
    public Initiator {
        if (by.isPresent() != (kind == Kind.ADMIN)) {
            throw new IllegalArgumentException("init.by is present if and only if init.kind is admin");
        }
    }

    /** The user in person. */
    public static Initiator self() {
        return new Initiator(Kind.SELF, Optional.empty(), Optional.empty());
    }

    /** An administrator on the user's behalf. */
    public static Initiator admin(String by) {
        return new Initiator(Kind.ADMIN, Optional.empty(), Optional.of(by));
    }
}
