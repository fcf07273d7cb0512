package dev.writeback.sandbox.samba;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.bouncycastle.crypto.digests.MD4Digest;

/**
 * What a domain controller has stored of an account.
 *
 * @param guid {@code objectGUID}
 * @param version of {@code unicodePwd}; every write makes it one more, also one of the same password
 * @param locked whether {@code lockoutTime} is set
 * @param hashes NT hashes (MS-SAMR, 2.2.3.3) of the passwords that the history keeps, newest first, in hex; the first is the
 *     one in force
 */
public record StoredAccount(UUID guid, long version, boolean locked, List<String> hashes) {
    public StoredAccount {
        hashes = List.copyOf(hashes);
    }

    /** Whether this is the password in force. */
    public boolean holds(byte[] passwordUtf8) {
        return hashes.get(0).equals(hash(passwordUtf8));
    }

    /** Whether this is the password in force or one that the history keeps. */
    public boolean remembers(byte[] passwordUtf8) {
        return hashes.contains(hash(passwordUtf8));
    }

    /** The versions after this one, oldest first. */
    public List<Long> versionsAfter(long mark) {
        return LongStream.rangeClosed(mark + 1, version).boxed().toList();
    }

    /**
     * The versions after this one that are of this password, oldest first.
     *
     * @throws IllegalStateException when the history does not reach back that far
     */
    public List<Long> versionsAfter(long mark, byte[] passwordUtf8) {
        if (version - mark > hashes.size()) {
            throw new IllegalStateException(
                    (version - mark) + " writes, and the history keeps " + hashes.size() + " passwords");
        }
        String hash = hash(passwordUtf8);
        return versionsAfter(mark).stream()
                .filter(each -> hashes.get((int) (version - each)).equals(hash))
                .toList();
    }

    private static String hash(byte[] passwordUtf8) {
        byte[] text = new String(passwordUtf8, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE);
        MD4Digest digest = new MD4Digest();
        digest.update(text, 0, text.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return HexFormat.of().formatHex(hash);
    }
}
