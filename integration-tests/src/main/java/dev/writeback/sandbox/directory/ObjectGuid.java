package dev.writeback.sandbox.directory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** {@code objectGUID}'s octets: the first three fields little-endian, the rest as written (MS-DTYP 2.3.4.2). */
final class ObjectGuid {
    private ObjectGuid() {}

    static byte[] octets(UUID guid) {
        long high = guid.getMostSignificantBits();
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(guid.getLeastSignificantBits())
                .array();
    }

    static UUID parse(byte[] octets) {
        ByteBuffer buffer = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        long high = (buffer.getInt() & 0xFFFFFFFFL) << 32;
        high |= (buffer.getShort() & 0xFFFFL) << 16;
        high |= buffer.getShort() & 0xFFFFL;
        return new UUID(high, buffer.order(ByteOrder.BIG_ENDIAN).getLong());
    }
}
