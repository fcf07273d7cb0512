package dev.writeback.agent.diag;

import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for known secrets in what is about to leave this machine, in the forms of {@link SecretForms}, also where they are
 * escaped as {@link Unescaped} knows it. The second line of defence: nothing that is put into a bundle is meant to hold one.
 * Used by one thread.
 */
public final class SecretSearch implements AutoCloseable {
    /** What is shorter is found anywhere by chance. */
    private static final int SHORTEST = 6;

    private static final byte[] KEY = "SharedAccessKey=".getBytes(StandardCharsets.US_ASCII);

    /** By their first two bytes. */
    private final @Nullable List<byte[]>[] forms = lists();

    @SuppressWarnings("unchecked")
    private static @Nullable List<byte[]>[] lists() {
        return (List<byte[]>[]) new List<?>[1 << 16];
    }

    /**
     * Adds one, which the caller still owns; of a connection string its key too.
     *
     * @return whether it is searched for; not one that is too short
     */
    public boolean add(Secret secret) {
        return secret.map(bytes -> {
            if (bytes.length < SHORTEST) {
                return false;
            }
            add(bytes);
            addKeyOf(bytes);
            return true;
        });
    }

    private void addKeyOf(byte[] connection) {
        for (int from = KEY.length; from < connection.length; from++) {
            if (!Arrays.equals(connection, from - KEY.length, from, KEY, 0, KEY.length)) {
                continue;
            }
            int to = from;
            while (to < connection.length && connection[to] != ';' && connection[to] > ' ') {
                to++;
            }
            byte[] key = Arrays.copyOfRange(connection, from, to);
            if (key.length >= SHORTEST) {
                add(key);
            }
            Arrays.fill(key, (byte) 0);
        }
    }

    private void add(byte[] secret) {
        for (byte[] form : SecretForms.of(secret)) {
            int first = firstTwo(form, 0);
            List<byte[]> beginning = forms[first];
            if (beginning == null) {
                beginning = new ArrayList<>();
                forms[first] = beginning;
            }
            beginning.add(form);
        }
    }

    private static int firstTwo(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    /** Whether one of them is in there. */
    public boolean finds(byte[] content) {
        return isIn(content) || Unescaped.anyOf(content, this::isIn);
    }

    private boolean isIn(byte[] content) {
        for (int at = 0; at + 1 < content.length; at++) {
            List<byte[]> beginning = forms[firstTwo(content, at)];
            if (beginning != null && isAt(at, content, beginning)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(int at, byte[] content, List<byte[]> forms) {
        for (byte[] form : forms) {
            int end = at + form.length;
            if (end <= content.length && Arrays.equals(content, at, end, form, 0, form.length)) {
                return true;
            }
        }
        return false;
    }

    /** Forgets them. */
    @Override
    public void close() {
        for (int i = 0; i < forms.length; i++) {
            List<byte[]> beginning = forms[i];
            if (beginning != null) {
                beginning.forEach(form -> Arrays.fill(form, (byte) 0));
                forms[i] = null;
            }
        }
    }
}
