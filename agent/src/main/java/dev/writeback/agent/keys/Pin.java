package dev.writeback.agent.keys;

import dev.writeback.protocol.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A PIN as the characters that a key store asks for; closing zeroes them. */
final class Pin implements AutoCloseable {
    private final char[] characters;

    private Pin(char[] characters) {
        this.characters = characters;
    }

    static Pin of(Secret secret) {
        return secret.map(bytes -> {
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            char[] characters = Arrays.copyOfRange(decoded.array(), decoded.position(), decoded.limit());
            Arrays.fill(decoded.array(), '\0');
            return new Pin(characters);
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
