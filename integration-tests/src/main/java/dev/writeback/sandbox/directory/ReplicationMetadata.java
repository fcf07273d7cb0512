package dev.writeback.sandbox.directory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * {@code replPropertyMetaData}: per attribute the number, time and origin of its last originating write. Immutable.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-drsr/">MS-DRSR PROPERTY_META_DATA_EXT_VECTOR
 *     and the form in which Samba stores it</a>
 */
final class ReplicationMetadata {
    static final int USER_ACCOUNT_CONTROL = 0x90008;
    static final int UNICODE_PWD = 0x9005A;
    static final int NT_PWD_HISTORY = 0x9005E;
    static final int PWD_LAST_SET = 0x90060;
    static final int SUPPLEMENTAL_CREDENTIALS = 0x9007D;
    static final int LOCKOUT_TIME = 0x90296;

    private static final int HEADER = 16;
    private static final int STAMP = 48;

    private final SortedMap<Integer, Stamp> stamps;

    private ReplicationMetadata(SortedMap<Integer, Stamp> stamps) {
        this.stamps = stamps;
    }

    private record Stamp(int version, long seconds, UUID origin, long originUsn, long localUsn) {}

    static ReplicationMetadata none() {
        return new ReplicationMetadata(new TreeMap<>());
    }

    static ReplicationMetadata parse(byte[] octets) {
        ByteBuffer buffer = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        int count = buffer.getInt(8);
        SortedMap<Integer, Stamp> stamps = new TreeMap<>(Integer::compareUnsigned);
        for (int i = 0; i < count; i++) {
            buffer.position(HEADER + i * STAMP);
            int attribute = buffer.getInt();
            int version = buffer.getInt();
            long seconds = buffer.getLong();
            byte[] origin = new byte[16];
            buffer.get(origin);
            stamps.put(
                    attribute,
                    new Stamp(version, seconds, ObjectGuid.parse(origin), buffer.getLong(), buffer.getLong()));
        }
        return new ReplicationMetadata(stamps);
    }

    /** With the version of each of {@code attributes} one higher. */
    ReplicationMetadata stamped(Collection<Integer> attributes, Instant at, UUID origin, long usn) {
        SortedMap<Integer, Stamp> next = new TreeMap<>(stamps);
        for (Integer attribute : attributes) {
            Stamp before = next.get(attribute);
            int version = before == null ? 1 : before.version() + 1;
            next.put(attribute, new Stamp(version, FileTime.seconds(at), origin, usn, usn));
        }
        return new ReplicationMetadata(next);
    }

    /** With the time of each of {@code attributes} set, and everything else as it is. */
    ReplicationMetadata moved(Collection<Integer> attributes, Instant at) {
        SortedMap<Integer, Stamp> next = new TreeMap<>(stamps);
        for (Integer attribute : attributes) {
            next.computeIfPresent(
                    attribute,
                    (number, stamp) -> new Stamp(
                            stamp.version(),
                            FileTime.seconds(at),
                            stamp.origin(),
                            stamp.originUsn(),
                            stamp.localUsn()));
        }
        return new ReplicationMetadata(next);
    }

    byte[] octets() {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER + STAMP * stamps.size()).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(1).putInt(0).putInt(stamps.size()).putInt(0);
        stamps.forEach((attribute, stamp) -> buffer.putInt(attribute)
                .putInt(stamp.version())
                .putLong(stamp.seconds())
                .put(ObjectGuid.octets(stamp.origin()))
                .putLong(stamp.originUsn())
                .putLong(stamp.localUsn()));
        return buffer.array();
    }
}
