package dev.writeback.directory.ad;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A security identifier (MS-DTYP 2.4.2), revision 1.
 *
 * @param authority 48 bits; 5 for Windows NT accounts
 * @param subAuthorities 32 bits each, at most 15; the last is the relative identifier
 */
record Sid(long authority, List<Long> subAuthorities) {
    private static final int MOST = 15;
    private static final long WINDOWS_NT = 5;
    private static final long DOMAIN = 21;
    private static final long BUILT_IN = 32;

    Sid {
        subAuthorities = List.copyOf(subAuthorities);
        if (subAuthorities.size() > MOST || authority < 0 || authority >= 1L << 48) {
            throw new IllegalArgumentException("not a SID of revision 1");
        }
        for (long part : subAuthorities) {
            if (part < 0 || part >= 1L << 32) {
                throw new IllegalArgumentException("a sub-authority has 32 bits");
            }
        }
    }

    /**
     * Reads {@code S-1-5-...}.
     *
     * @throws IllegalArgumentException when the text is no SID
     */
    static Sid parse(String text) {
        if (!text.matches("S-1-[0-9]{1,15}(-[0-9]{1,10}){1,15}")) {
            throw new IllegalArgumentException("a SID is S-1-5-...");
        }
        List<Long> numbers = Arrays.stream(text.substring("S-1-".length()).split("-", -1))
                .map(Long::valueOf)
                .toList();
        return new Sid(numbers.get(0), numbers.subList(1, numbers.size()));
    }

    /**
     * @throws IllegalArgumentException when the bytes are no SID
     */
    static Sid fromBytes(byte[] bytes) {
        if (bytes.length < 8 || bytes[0] != 1 || bytes.length != 8 + 4 * bytes[1]) {
            throw new IllegalArgumentException("not a SID of revision 1: " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long authority = in.getLong() & 0xFFFF_FFFF_FFFFL;
        in.order(ByteOrder.LITTLE_ENDIAN);
        return new Sid(
                authority,
                IntStream.range(0, bytes[1])
                        .mapToObj(i -> Integer.toUnsignedLong(in.getInt()))
                        .toList());
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(8 + 4 * subAuthorities.size());
        out.putLong(1L << 56 | (long) subAuthorities.size() << 48 | authority);
        out.order(ByteOrder.LITTLE_ENDIAN);
        subAuthorities.forEach(part -> out.putInt(part.intValue()));
        return out.array();
    }

    /** The account or group of this domain that has that relative identifier. */
    Sid child(long rid) {
        return new Sid(
                authority,
                Stream.concat(subAuthorities.stream(), Stream.of(rid)).toList());
    }

    /** The relative identifier. */
    long rid() {
        return subAuthorities.get(subAuthorities.size() - 1);
    }

    /** {@code S-1-5-21-a-b-c-rid}: an account or group of a domain. */
    boolean isOfDomain() {
        return authority == WINDOWS_NT && subAuthorities.size() == 5 && subAuthorities.get(0) == DOMAIN;
    }

    /** {@code S-1-5-32-rid}: a built-in group. */
    boolean isBuiltIn() {
        return authority == WINDOWS_NT && subAuthorities.size() == 2 && subAuthorities.get(0) == BUILT_IN;
    }

    /** What stands for the name of the entry with that {@code objectSid} (MS-ADTS 3.1.1.3.1.2.4). */
    String asName() {
        return "<SID=" + this + ">";
    }

    @Override
    public String toString() {
        return subAuthorities.stream()
                .map(String::valueOf)
                .collect(Collectors.joining("-", "S-1-" + authority + "-", ""));
    }
}
