package dev.writeback.protocol.envelope;

import java.util.Optional;

/** The form of a password (PWB/1, section 9): well-formed UTF-8 (RFC 3629) of 1 to 256 UTF-16 units without NUL. */
final class PasswordForm {
    // First and last code point of sequences of 1, 2, 3 and 4 bytes.
    private static final int[] SMALLEST = {0, 0, 0x80, 0x800, 0x10000};
    private static final int LARGEST = 0x10FFFF;
    private static final int FIRST_SURROGATE = 0xD800;
    private static final int LAST_SURROGATE = 0xDFFF;

    private PasswordForm() {}

    /** What is wrong with these bytes, if anything. Looks at them in place: no copy, no string. */
    static Optional<Rejection> fault(byte[] utf8) {
        int units = 0;
        boolean nul = false;
        for (int i = 0; i < utf8.length; ) {
            int length = sequenceLength(utf8[i]);
            if (length == 0 || i + length > utf8.length) {
                return Optional.of(Rejection.PASSWORD_NOT_UTF8);
            }
            int codePoint = codePoint(utf8, i, length);
            if (codePoint < 0) {
                return Optional.of(Rejection.PASSWORD_NOT_UTF8);
            }
            nul |= codePoint == 0;
            units += length == 4 ? 2 : 1;
            i += length;
        }
        if (nul) {
            return Optional.of(Rejection.PASSWORD_NUL);
        }
        boolean fits = units >= 1 && units <= Limits.PASSWORD_UNITS;
        return fits ? Optional.empty() : Optional.of(Rejection.PASSWORD_LENGTH);
    }

    private static int sequenceLength(byte first) {
        int value = first & 0xFF;
        if (value < 0x80) {
            return 1;
        }
        if (value < 0xC0) {
            return 0;
        }
        if (value < 0xE0) {
            return 2;
        }
        if (value < 0xF0) {
            return 3;
        }
        return value < 0xF8 ? 4 : 0;
    }

    /** The code point, or -1 when the sequence is not well-formed: overlong, a surrogate, too large, or cut short. */
    private static int codePoint(byte[] utf8, int from, int length) {
        if (length == 1) {
            return utf8[from];
        }
        int codePoint = utf8[from] & (0xFF >> (length + 1));
        for (int i = from + 1; i < from + length; i++) {
            if ((utf8[i] & 0xC0) != 0x80) {
                return -1;
            }
            codePoint = codePoint << 6 | utf8[i] & 0x3F;
        }
        boolean surrogate = codePoint >= FIRST_SURROGATE && codePoint <= LAST_SURROGATE;
        return codePoint < SMALLEST[length] || codePoint > LARGEST || surrogate ? -1 : codePoint;
    }
}
