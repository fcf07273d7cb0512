package dev.writeback.directory.ad;

import dev.writeback.directory.rights.Right;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;

/**
 * One entry of a DACL (MS-DTYP 2.4.4).
 *
 * @param allows whether it grants or denies
 * @param flags how it is inherited, MS-DTYP 2.4.4.1
 * @param mask the rights, MS-ADTS 5.1.3.2
 * @param objectType the one control right, attribute or property set that it is about; empty for all
 * @param inheritedObjectType the one class of objects that inherits it; empty for all
 */
record AccessControlEntry(
        boolean allows,
        int flags,
        int mask,
        Optional<UUID> objectType,
        Optional<UUID> inheritedObjectType,
        Sid trustee) {
    static final int HEADER = 4;
    static final int CONTAINER_INHERIT = 0x02;
    static final int NO_PROPAGATE_INHERIT = 0x04;
    static final int INHERIT_ONLY = 0x08;

    static final int WRITE_PROPERTY = 0x20;
    static final int CONTROL_ACCESS = 0x100;
    static final int GENERIC_ALL = 0x1000_0000;
    static final int GENERIC_WRITE = 0x4000_0000;

    private static final int OBJECT_TYPE_PRESENT = 1;
    private static final int INHERITED_OBJECT_TYPE_PRESENT = 2;
    private static final int SID_HEADER = 8;

    /**
     * Reads one entry; empty for a kind that neither grants nor denies for certain: audit entries, and grants under a
     * condition. A denial under a condition is taken for one without.
     *
     * @throws IllegalArgumentException when the bytes are no entry; other exceptions of the buffer when they are cut off
     */
    static Optional<AccessControlEntry> read(ByteBuffer bytes) {
        ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
        int type = Byte.toUnsignedInt(in.get());
        int flags = Byte.toUnsignedInt(in.get());
        in.position(HEADER);
        return switch (type) {
            case 0x00 -> Optional.of(plain(true, flags, in));
            case 0x01, 0x0A -> Optional.of(plain(false, flags, in));
            case 0x05 -> Optional.of(ofObject(true, flags, in));
            case 0x06, 0x0C -> Optional.of(ofObject(false, flags, in));
            default -> Optional.empty();
        };
    }

    private static AccessControlEntry plain(boolean allows, int flags, ByteBuffer in) {
        return new AccessControlEntry(allows, flags, in.getInt(), Optional.empty(), Optional.empty(), sid(in));
    }

    private static AccessControlEntry ofObject(boolean allows, int flags, ByteBuffer in) {
        int mask = in.getInt();
        int present = in.getInt();
        Optional<UUID> objectType = guid(in, (present & OBJECT_TYPE_PRESENT) != 0);
        Optional<UUID> inheritedObjectType = guid(in, (present & INHERITED_OBJECT_TYPE_PRESENT) != 0);
        return new AccessControlEntry(allows, flags, mask, objectType, inheritedObjectType, sid(in));
    }

    private static Optional<UUID> guid(ByteBuffer in, boolean present) {
        return present ? Optional.of(Guid.fromBytes(bytes(in, Guid.LENGTH))) : Optional.empty();
    }

    private static Sid sid(ByteBuffer in) {
        int parts = Byte.toUnsignedInt(in.get(in.position() + 1));
        return Sid.fromBytes(bytes(in, SID_HEADER + Integer.BYTES * Math.min(parts, Byte.MAX_VALUE)));
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** Whether it is in force on the object that has it. */
    boolean isInForceHere() {
        return (flags & INHERIT_ONLY) == 0;
    }

    /**
     * Whether every object of that class below has it too. A grant that ends after one level does not reach all of them; a
     * denial that does is reckoned with.
     */
    boolean reaches(UUID objectClass) {
        boolean goesOn = (flags & NO_PROPAGATE_INHERIT) == 0 || !allows;
        return (flags & CONTAINER_INHERIT) != 0
                && goesOn
                && inheritedObjectType.map(objectClass::equals).orElse(true);
    }

    /** Any of these in the mask of an entry is about the right. */
    private static int bits(Right right) {
        return switch (right.kind()) {
            case CONTROL -> CONTROL_ACCESS | GENERIC_ALL;
            case ATTRIBUTE -> WRITE_PROPERTY | GENERIC_ALL | GENERIC_WRITE;
        };
    }

    /** Whether it decides about that right. */
    boolean concerns(Right right) {
        return (mask & bits(right)) != 0 && objectType.map(right::isNamedBy).orElse(true);
    }
}
