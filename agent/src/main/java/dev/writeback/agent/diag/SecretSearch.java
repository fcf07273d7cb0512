package dev.writeback.agent.diag;

import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Looks for known secrets in what is about to leave this machine: as they are, in Base64 of either alphabet, in hexadecimal,
 * and in UTF-16. The second line of defence: nothing that is put into a bundle is meant to hold one. Used by one thread.
 */
public final class SecretSearch implements AutoCloseable {
    /** What is shorter is found anywhere by chance. */
    private static final int SHORTEST = 6;

    private static final byte[] KEY = "SharedAccessKey=".getBytes(StandardCharsets.US_ASCII);

    private final List<byte[]> forms = new ArrayList<>();

    /** Adds one, which the caller still owns; of a connection string its key too. */
    public void add(Secret secret) {
        secret.use(bytes -> {
            add(bytes);
            int key = indexOf(bytes, KEY);
            if (key >= 0) {
                int from = key + KEY.length;
                int to = from;
                while (to < bytes.length && bytes[to] != ';' && bytes[to] > ' ') {
                    to++;
                }
                byte[] part = Arrays.copyOfRange(bytes, from, to);
                add(part);
                Arrays.fill(part, (byte) 0);
            }
        });
    }

    private void add(byte[] bytes) {
        if (bytes.length < SHORTEST) {
            return;
        }
        forms.add(bytes.clone());
        // The last group depends on what follows; without it the form is found in the midst of others too.
        forms.add(cut(Base64.getEncoder().withoutPadding().encode(bytes)));
        forms.add(cut(Base64.getUrlEncoder().withoutPadding().encode(bytes)));
        forms.add(hex(bytes, "0123456789abcdef"));
        forms.add(hex(bytes, "0123456789ABCDEF"));
        forms.add(utf16(bytes, 0));
        forms.add(utf16(bytes, 1));
    }

    private static byte[] cut(byte[] encoded) {
        byte[] whole = Arrays.copyOf(encoded, encoded.length - encoded.length % 4);
        Arrays.fill(encoded, (byte) 0);
        return whole;
    }

    private static byte[] hex(byte[] bytes, String digits) {
        byte[] text = new byte[bytes.length * 2];
        for (int i = 0; i < bytes.length; i++) {
            text[2 * i] = (byte) digits.charAt((bytes[i] >> 4) & 15);
            text[2 * i + 1] = (byte) digits.charAt(bytes[i] & 15);
        }
        return text;
    }

    /** Of ASCII; either order of the bytes. */
    private static byte[] utf16(byte[] bytes, int offset) {
        byte[] wide = new byte[bytes.length * 2];
        for (int i = 0; i < bytes.length; i++) {
            wide[2 * i + offset] = bytes[i];
        }
        return wide;
    }

    /** Whether one of them is in there. */
    public boolean finds(byte[] content) {
        return forms.stream().anyMatch(form -> indexOf(content, form) >= 0);
    }

    private static int indexOf(byte[] content, byte[] form) {
        int last = content.length - form.length;
        for (int i = 0; i <= last; i++) {
            if (content[i] == form[0] && Arrays.equals(content, i, i + form.length, form, 0, form.length)) {
                return i;
            }
        }
        return -1;
    }

    /** Forgets them. */
    @Override
    public void close() {
        forms.forEach(form -> Arrays.fill(form, (byte) 0));
        forms.clear();
    }
}
