package dev.writeback.sandbox.directory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A password in clear, as UTF-16LE code units without quotes; closed (zeroed) by whoever made it.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/">MS-ADTS 3.1.1.3.1.5.1</a>
 */
final class UnicodePwd implements AutoCloseable {
    private static final int QUOTE = '"';
    private static final String SYMBOLS = "~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/";

    private final byte[] units;

    private UnicodePwd(byte[] units) {
        this.units = units;
    }

    /** From an attribute value: quoted UTF-16LE, else refused as an attempt to write the hash itself. */
    static UnicodePwd ofValue(byte[] value) throws Refusal {
        int last = value.length - 2;
        boolean quoted = value.length >= 4
                && value.length % 2 == 0
                && value[0] == QUOTE
                && value[1] == 0
                && value[last] == QUOTE
                && value[last + 1] == 0;
        if (!quoted) {
            throw Refusal.unwilling("00002035: setup_io: it's not allowed to set the NT hash password directly'");
        }
        return new UnicodePwd(Arrays.copyOfRange(value, 2, last));
    }

    /** From what a simple bind carries. */
    static UnicodePwd ofUtf8(byte[] utf8) {
        CharBuffer characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
        ByteBuffer encoded = StandardCharsets.UTF_16LE.encode(characters);
        byte[] units = new byte[encoded.remaining()];
        encoded.get(units);
        Arrays.fill(characters.array(), '\0');
        Arrays.fill(encoded.array(), (byte) 0);
        return new UnicodePwd(units);
    }

    /** The code units, lent: not to be kept or changed. */
    byte[] units() {
        return units;
    }

    /** Length in characters. */
    int length() {
        CharBuffer text = text();
        return Character.codePointCount(text, 0, text.length());
    }

    /** Whether three of the five classes of MS-SAMR 3.1.1.7.2 occur; Samba does not look at the account's names. */
    boolean isComplex() {
        boolean digit = false;
        boolean upper = false;
        boolean lower = false;
        boolean symbol = false;
        boolean other = false;
        CharBuffer text = text();
        for (int i = 0; i < text.length(); ) {
            int character = Character.codePointAt(text, i);
            i += Character.charCount(character);
            if (Character.isUpperCase(character)) {
                upper = true;
            } else if (Character.isLowerCase(character)) {
                lower = true;
            } else if (character >= '0' && character <= '9') {
                digit = true;
            } else if (SYMBOLS.indexOf(character) >= 0) {
                symbol = true;
            } else if (character > 0x7F) {
                other = true;
            }
        }
        int classes = 0;
        for (boolean present : new boolean[] {digit, upper, lower, symbol, other}) {
            classes += present ? 1 : 0;
        }
        return classes >= 3;
    }

    private CharBuffer text() {
        return ByteBuffer.wrap(units).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer();
    }

    @Override
    public void close() {
        Arrays.fill(units, (byte) 0);
    }

    @Override
    public String toString() {
        return "UnicodePwd[redacted]";
    }
}
