package dev.writeback.protocol.crypto;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key is for: the member {@code use} of a JWK (RFC 7517, section 4.2). A key has exactly one use. */
public enum KeyUse {
    ENC,
    SIG;

    /** The name on the wire: the constant in lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The use of that exact wire name, or empty. */
    public static Optional<KeyUse> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(use -> use.wireName().equals(name))
                .findFirst();
    }
}
