package dev.writeback.directory.ad;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may do what with an object: a self-relative security descriptor (MS-DTYP 2.4.6), of which the DACL alone is read.
 *
 * @param dacl in the order in which it is judged; empty where there is none, which lets everybody do everything
 * @param isProtected nothing is inherited from above
 */
record SecurityDescriptor(Optional<List<AccessControlEntry>> dacl, boolean isProtected) {
    private static final int REVISION = 1;
    private static final int DACL_PRESENT = 0x0004;
    private static final int DACL_PROTECTED = 0x1000;
    private static final int SELF_RELATIVE = 0x8000;
    private static final int ACL_HEADER = 8;

    SecurityDescriptor {
        dacl = dacl.map(List::copyOf);
    }

    /**
     * @throws IllegalArgumentException when the bytes are no such descriptor
     */
    static SecurityDescriptor fromBytes(byte[] bytes) {
        try {
            return read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the security descriptor of " + bytes.length + " bytes is cut off", e);
        }
    }

    private static SecurityDescriptor read(ByteBuffer in) {
        int control = Short.toUnsignedInt(in.getShort(2));
        if (in.get(0) != REVISION || (control & SELF_RELATIVE) == 0) {
            throw new IllegalArgumentException("not a self-relative security descriptor of revision 1");
        }
        long offset = Integer.toUnsignedLong(in.getInt(16));
        boolean isProtected = (control & DACL_PROTECTED) != 0;
        if ((control & DACL_PRESENT) == 0 || offset == 0) {
            return new SecurityDescriptor(Optional.empty(), isProtected);
        }
        if (offset > in.limit() - ACL_HEADER) {
            throw new IllegalArgumentException("the DACL begins outside of the security descriptor");
        }
        return new SecurityDescriptor(Optional.of(entries(in, (int) offset)), isProtected);
    }

    /** The ACL of MS-DTYP 2.4.5 at that place. */
    private static List<AccessControlEntry> entries(ByteBuffer in, int start) {
        int end = start + Short.toUnsignedInt(in.getShort(start + 2));
        int count = Short.toUnsignedInt(in.getShort(start + 4));
        if (end > in.limit()) {
            throw new IllegalArgumentException("the DACL ends outside of the security descriptor");
        }
        List<AccessControlEntry> entries = new ArrayList<>();
        int at = start + ACL_HEADER;
        for (int i = 0; i < count; i++) {
            if (at > end - AccessControlEntry.HEADER) {
                throw new IllegalArgumentException("the DACL holds fewer entries than it says");
            }
            int size = Short.toUnsignedInt(in.getShort(at + 2));
            if (size < AccessControlEntry.HEADER || size > end - at) {
                throw new IllegalArgumentException("an entry of the DACL has a size that cannot be");
            }
            AccessControlEntry.read(in.slice(at, size)).ifPresent(entries::add);
            at += size;
        }
        return entries;
    }
}
