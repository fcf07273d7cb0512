package dev.writeback.directory.ad;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** Puts a self-relative security descriptor together, entry by entry, as MS-DTYP 2.4 lays it out. */
final class DescriptorBytes {
    static final int ALLOW = 0;
    static final int DENY = 1;
    static final int AUDIT = 2;
    static final int ALLOW_OBJECT = 5;
    static final int DENY_OBJECT = 6;
    static final int ALLOW_CALLBACK = 9;
    static final int DENY_CALLBACK = 10;

    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private int count;
    private int control = 0x8004;

    DescriptorBytes isProtected() {
        control |= 0x1000;
        return this;
    }

    DescriptorBytes plain(int type, int flags, int mask, String sid) {
        byte[] trustee = Sid.parse(sid).toBytes();
        return add(
                type,
                flags,
                ByteBuffer.allocate(4 + trustee.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(mask)
                        .put(trustee)
                        .array());
    }

    /** Empty texts for types that are absent. */
    DescriptorBytes ofObject(int type, int flags, int mask, String objectType, String inheritedType, String sid) {
        byte[] trustee = Sid.parse(sid).toBytes();
        ByteBuffer body = ByteBuffer.allocate(40 + trustee.length).order(ByteOrder.LITTLE_ENDIAN);
        body.putInt(mask).putInt((objectType.isEmpty() ? 0 : 1) | (inheritedType.isEmpty() ? 0 : 2));
        for (String guid : new String[] {objectType, inheritedType}) {
            if (!guid.isEmpty()) {
                body.put(Guid.toBytes(UUID.fromString(guid)));
            }
        }
        body.put(trustee);
        byte[] bytes = new byte[body.position()];
        body.flip().get(bytes);
        return add(type, flags, bytes);
    }

    private DescriptorBytes add(int type, int flags, byte[] body) {
        entries.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) type)
                .put((byte) flags)
                .putShort((short) (4 + body.length))
                .array());
        entries.writeBytes(body);
        count++;
        return this;
    }

    byte[] bytes() {
        return ByteBuffer.allocate(28 + entries.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) control)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(20)
                .put((byte) 4)
                .put((byte) 0)
                .putShort((short) (8 + entries.size()))
                .putShort((short) count)
                .putShort((short) 0)
                .put(entries.toByteArray())
                .array();
    }

    SecurityDescriptor read() {
        return SecurityDescriptor.fromBytes(bytes());
    }
}
