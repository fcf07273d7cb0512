package dev.writeback.agent.diag;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * How the bytes of a secret can stand in a file: as they are and, of a text, in UTF-16, Latin-1 and the characters of a
 * flight recording; each of these also in hexadecimal and in Base64 of either alphabet, wherever in the encoded bytes it
 * begins.
 */
final class SecretForms {
    private static final List<String> HEXADECIMAL = List.of("0123456789abcdef", "0123456789ABCDEF");
    private static final List<Base64.Encoder> BASE64 = List.of(Base64.getEncoder(), Base64.getUrlEncoder());

    private SecretForms() {}

    /** Arrays that the caller zeroes. */
    static List<byte[]> of(byte[] secret) {
        List<byte[]> forms = new ArrayList<>();
        forms.add(secret.clone());
        addTexts(secret, forms);
        for (byte[] written : List.copyOf(forms)) {
            HEXADECIMAL.forEach(digits -> forms.add(hexadecimal(written, digits)));
            BASE64.forEach(encoder -> {
                for (int before = 0; before < 3; before++) {
                    forms.add(base64(written, before, encoder));
                }
            });
        }
        return forms;
    }

    private static void addTexts(byte[] secret, List<byte[]> to) {
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(secret));
        } catch (CharacterCodingException e) {
            return; // It is no text.
        }
        to.add(encoded(text, StandardCharsets.UTF_16LE));
        to.add(encoded(text, StandardCharsets.UTF_16BE));
        if (text.remaining() != secret.length) {
            if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(text.duplicate())) {
                to.add(encoded(text, StandardCharsets.ISO_8859_1));
            }
            to.add(recorded(text));
        }
        Arrays.fill(text.array(), '\0');
    }

    private static byte[] encoded(CharBuffer text, Charset charset) {
        ByteBuffer encoded = charset.encode(text.duplicate());
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.remaining());
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    /** Each character a number of seven bits to a byte, the lowest first (LEB128). */
    private static byte[] recorded(CharBuffer text) {
        byte[] all = new byte[3 * text.remaining()];
        int length = 0;
        for (int i = 0; i < text.remaining(); i++) {
            int rest = text.charAt(i);
            while (rest > 0x7f) {
                all[length++] = (byte) (rest | 0x80);
                rest >>= 7;
            }
            all[length++] = (byte) rest;
        }
        byte[] form = Arrays.copyOf(all, length);
        Arrays.fill(all, (byte) 0);
        return form;
    }

    private static byte[] hexadecimal(byte[] bytes, String digits) {
        byte[] text = new byte[bytes.length * 2];
        for (int i = 0; i < bytes.length; i++) {
            text[2 * i] = (byte) digits.charAt(bytes[i] >> 4 & 15);
            text[2 * i + 1] = (byte) digits.charAt(bytes[i] & 15);
        }
        return text;
    }

    /** Those characters alone in which nothing is of what stands before and after it. */
    private static byte[] base64(byte[] bytes, int before, Base64.Encoder encoder) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        byte[] encoded = encoder.encode(shifted);
        byte[] own = Arrays.copyOfRange(encoded, (8 * before + 5) / 6, 8 * shifted.length / 6);
        Arrays.fill(shifted, (byte) 0);
        Arrays.fill(encoded, (byte) 0);
        return own;
    }
}
