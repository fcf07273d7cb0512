package dev.writeback.agent.keys;

import dev.writeback.protocol.secret.Secret;
import java.util.Arrays;
import java.util.Optional;

/** A PIN as the characters that a key store asks for; closing zeroes them. */
final class Pin implements AutoCloseable {
    private final char[] characters;

    private Pin(char[] characters) {
        this.characters = characters;
    }

    /** Empty when the secret is more than printable ASCII: the JDK's PBES2 takes nothing else as a password. */
    static Optional<Pin> of(Secret secret) {
        return secret.map(bytes -> {
            char[] characters = new char[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] < ' ' || bytes[i] > '~') {
                    Arrays.fill(characters, '\0');
                    return Optional.empty();
                }
                characters[i] = (char) bytes[i];
            }
            return Optional.of(new Pin(characters));
        });
    }

    char[] characters() {
        return characters;
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }
}
