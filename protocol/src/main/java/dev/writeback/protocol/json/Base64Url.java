package dev.writeback.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * base64url of RFC 7515, section 2, in its one canonical form: no padding, no foreign character, tail bits zero. Works on
 * byte arrays, so that a secret never becomes a string.
 */
public final class Base64Url {
    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < ALPHABET.length; i++) {
            VALUES[ALPHABET[i]] = (byte) i;
        }
    }

    private Base64Url() {}

    /** The text of these bytes. */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The text of these bytes, as ASCII in an array that the caller can zero. */
    public static byte[] encodeToBytes(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encode(bytes);
    }

    /** The bytes of this text, or empty when it is not canonical. */
    public static Optional<byte[]> decode(String text) {
        // A character outside Latin-1 becomes '?', which is outside the alphabet too.
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        return decode(ascii, 0, ascii.length);
    }

    /** The bytes of the text in {@code [from, to)}, or empty when it is not canonical. */
    public static Optional<byte[]> decode(byte[] text, int from, int to) {
        int length = to - from;
        int tail = length % 4;
        if (tail == 1) {
            return Optional.empty();
        }
        byte[] out = new byte[length / 4 * 3 + (tail == 0 ? 0 : tail - 1)];
        int written = 0;
        int bits = 0;
        int held = 0;
        for (int i = from; i < to; i++) {
            int value = VALUES[text[i] & 0xFF];
            if (value < 0) {
                Arrays.fill(out, (byte) 0);
                return Optional.empty();
            }
            held = held << 6 | value;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                out[written++] = (byte) (held >>> bits);
                held &= (1 << bits) - 1;
            }
        }
        if (held != 0) {
            Arrays.fill(out, (byte) 0);
            return Optional.empty();
        }
        return Optional.of(out);
    }
}
