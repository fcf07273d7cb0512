package dev.writeback.sandbox.directory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A security identifier (MS-DTYP 2.4.2).
 *
 * @param authority identifier authority, 5 for NT
 * @param parts the sub-authorities; the last one is the relative identifier
 */
record ObjectSid(long authority, List<Long> parts) {
    ObjectSid {
        parts = List.copyOf(parts);
    }

    /** From {@code S-1-5-...}. */
    static ObjectSid parse(String text) {
        String[] fields = text.split("-");
        if (fields.length < 4 || !fields[0].equalsIgnoreCase("S") || !fields[1].equals("1")) {
            throw new IllegalArgumentException("not a security identifier");
        }
        List<Long> parts = new ArrayList<>();
        for (int i = 3; i < fields.length; i++) {
            parts.add(Long.parseLong(fields[i]));
        }
        return new ObjectSid(Long.parseLong(fields[2]), parts);
    }

    /** The same authority with one more sub-authority. */
    ObjectSid child(long relativeId) {
        List<Long> longer = new ArrayList<>(parts);
        longer.add(relativeId);
        return new ObjectSid(authority, longer);
    }

    byte[] octets() {
        ByteBuffer buffer = ByteBuffer.allocate(8 + 4 * parts.size());
        buffer.put((byte) 1).put((byte) parts.size()).putShort((short) (authority >>> 32));
        buffer.putInt((int) authority).order(ByteOrder.LITTLE_ENDIAN);
        parts.forEach(part -> buffer.putInt(part.intValue()));
        return buffer.array();
    }
}
