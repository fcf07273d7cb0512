package dev.writeback.sandbox.directory;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** As much of X.690 as it takes to frame an LDAP message and to find the name that a search or a modify is about. */
final class Ber {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int SEARCH_REQUEST = 0x63;
    private static final int MODIFY_REQUEST = 0x66;
    private static final int LARGEST = 1 << 20;

    private Ber() {}

    /**
     * Length of the message at the start of {@code in}, headers included, or -1 while too little of it is here.
     *
     * @throws IllegalArgumentException when this is no LDAP message, or one above 1 MiB
     */
    static int messageLength(ByteBuffer in) {
        if (in.remaining() < 2) {
            return -1;
        }
        if ((in.get(0) & 0xFF) != SEQUENCE) {
            throw new IllegalArgumentException("no LDAP message");
        }
        int first = in.get(1) & 0xFF;
        int more = first < 0x80 ? 0 : first & 0x7F;
        if (more > 4 || first == 0x80) {
            throw new IllegalArgumentException("no LDAP message");
        }
        if (in.remaining() < 2 + more) {
            return -1;
        }
        in.position(1);
        int length = length(in);
        if (length < 0 || length > LARGEST) {
            throw new IllegalArgumentException("an LDAP message of more than 1 MiB");
        }
        return 2 + more + length;
    }

    /** The message with the name of a search or modify replaced where it is a reference; otherwise unchanged. */
    static byte[] withResolvedName(byte[] message, UnaryOperator<String> resolve) {
        ByteBuffer in = ByteBuffer.wrap(message);
        in.get();
        length(in);
        int body = in.position();
        in.get();
        in.position(in.position() + 1 + (in.get(in.position()) & 0xFF));
        int operationStart = in.position();
        int operation = in.get() & 0xFF;
        if (operation != SEARCH_REQUEST && operation != MODIFY_REQUEST) {
            return message;
        }
        int operationLength = length(in);
        int operationEnd = in.position() + operationLength;
        if ((in.get() & 0xFF) != OCTET_STRING) {
            return message;
        }
        byte[] name = new byte[length(in)];
        in.get(name);
        String text = new String(name, StandardCharsets.UTF_8);
        if (!ReferenceNames.isReference(text)) {
            return message;
        }
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        byte[] resolved = resolve.apply(text).getBytes(StandardCharsets.UTF_8);
        element(inner, OCTET_STRING, resolved, 0, resolved.length);
        inner.write(message, in.position(), operationEnd - in.position());
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        outer.write(message, body, operationStart - body);
        element(outer, operation, inner.toByteArray(), 0, inner.size());
        outer.write(message, operationEnd, message.length - operationEnd);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        element(whole, SEQUENCE, outer.toByteArray(), 0, outer.size());
        return whole.toByteArray();
    }

    private static int length(ByteBuffer in) {
        int first = in.get() & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = length << 8 | in.get() & 0xFF;
        }
        return length;
    }

    private static void element(ByteArrayOutputStream out, int tag, byte[] content, int from, int length) {
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(0x84);
            out.write(length >>> 24);
            out.write(length >>> 16);
            out.write(length >>> 8);
            out.write(length);
        }
        out.write(content, from, length);
    }
}
