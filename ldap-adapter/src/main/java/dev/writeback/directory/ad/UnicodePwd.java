package dev.writeback.directory.ad;

import dev.writeback.protocol.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A password in the form that {@code unicodePwd} takes: UTF-16LE between quotation marks (MS-ADTS 3.1.1.3.1.5.1).
 *
 * <p>Owns its copies; closing zeroes them. The SDK keeps the array of a request as it is, so the array is zeroed too.
 */
final class UnicodePwd implements AutoCloseable {
    /** MS-SAMR 3.1.1.7.2: UTF-16 units. */
    static final int LONGEST = 256;

    private final char[] units;
    private final byte[] value;

    private UnicodePwd(char[] units) {
        this.units = units;
        this.value = quoted(units);
    }

    /** The password, or empty when the bytes are not the UTF-8 of a text without NUL. */
    static Optional<UnicodePwd> of(Secret utf8) {
        return utf8.map(UnicodePwd::decode).map(UnicodePwd::new);
    }

    /** The quoted UTF-16LE bytes: this object's own array. */
    byte[] value() {
        return value;
    }

    /** UTF-16 units, without the quotation marks. */
    int length() {
        return units.length;
    }

    /** A view of the units, valid until closed. */
    CharSequence text() {
        return CharBuffer.wrap(units);
    }

    @Override
    public void close() {
        Arrays.fill(units, '\0');
        Arrays.fill(value, (byte) 0);
    }

    @Override
    public String toString() {
        return "UnicodePwd[redacted]";
    }

    private static Optional<char[]> decode(byte[] utf8) {
        CharBuffer out = CharBuffer.allocate(utf8.length);
        try {
            boolean whole = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8), out, true)
                    .isUnderflow();
            char[] units = Arrays.copyOf(out.array(), out.position());
            if (!whole || contains(units, '\0')) {
                Arrays.fill(units, '\0');
                return Optional.empty();
            }
            return Optional.of(units);
        } finally {
            Arrays.fill(out.array(), '\0');
        }
    }

    private static boolean contains(char[] units, char unit) {
        for (char c : units) {
            if (c == unit) {
                return true;
            }
        }
        return false;
    }

    private static byte[] quoted(char[] units) {
        byte[] bytes = new byte[2 * units.length + 4];
        bytes[0] = '"';
        for (int i = 0; i < units.length; i++) {
            bytes[2 * i + 2] = (byte) units[i];
            bytes[2 * i + 3] = (byte) (units[i] >>> 8);
        }
        bytes[bytes.length - 2] = '"';
        return bytes;
    }
}
