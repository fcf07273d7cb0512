package dev.writeback.directory.ad;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** GUIDs as Active Directory stores them: the first three fields little-endian (MS-DTYP 2.3.4.2). */
final class Guid {
    static final int LENGTH = 16;

    private Guid() {}

    /** What stands for the name of the entry with that {@code objectGUID} (MS-ADTS 3.1.1.3.1.2.4). */
    static String asName(UUID guid) {
        return "<GUID=" + guid + ">";
    }

    static byte[] toBytes(UUID guid) {
        long high = guid.getMostSignificantBits();
        return ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(guid.getLeastSignificantBits())
                .array();
    }

    /**
     * @throws IllegalArgumentException when it is not 16 bytes
     */
    static UUID fromBytes(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a GUID has 16 bytes, found " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long first = Integer.toUnsignedLong(in.getInt());
        long second = Short.toUnsignedLong(in.getShort());
        long third = Short.toUnsignedLong(in.getShort());
        return new UUID(
                first << 32 | second << 16 | third,
                in.order(ByteOrder.BIG_ENDIAN).getLong());
    }
}
