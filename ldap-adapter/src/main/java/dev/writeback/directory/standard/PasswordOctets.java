package dev.writeback.directory.standard;

import dev.writeback.protocol.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A password as it is sent: UTF-8 (RFC 4519, section 2.41). Owns its copy; closing zeroes it. */
final class PasswordOctets implements AutoCloseable {
    private final byte[] octets;

    private PasswordOctets(byte[] octets) {
        this.octets = octets;
    }

    /** The password, or empty when the bytes are not the UTF-8 of a text without NUL. */
    static Optional<PasswordOctets> of(Secret secret) {
        return secret.map(bytes ->
                isText(bytes) ? Optional.of(new PasswordOctets(bytes.clone())) : Optional.<PasswordOctets>empty());
    }

    private static boolean isText(byte[] bytes) {
        CharBuffer out = CharBuffer.allocate(bytes.length);
        try {
            boolean whole = !StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes), out, true)
                    .isError();
            return whole && !contains(bytes, (byte) 0);
        } finally {
            Arrays.fill(out.array(), '\0');
        }
    }

    private static boolean contains(byte[] bytes, byte wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    /** This object's own array. */
    byte[] value() {
        return octets;
    }

    boolean isEmpty() {
        return octets.length == 0;
    }

    int length() {
        return octets.length;
    }

    /** Unicode characters, of which no octet but the first of each counts. */
    int characters() {
        int count = 0;
        for (byte b : octets) {
            if ((b & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    /**
     * Whether a server would take it for a value that is hashed already, {@code {SCHEME}...} (RFC 2307, section 5.3), when
     * it is written to {@code userPassword}.
     */
    boolean looksHashed() {
        return octets.length > 0 && octets[0] == '{' && contains(octets, (byte) '}');
    }

    @Override
    public void close() {
        Arrays.fill(octets, (byte) 0);
    }

    @Override
    public String toString() {
        return "PasswordOctets[redacted]";
    }
}
