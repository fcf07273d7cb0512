package dev.writeback.sandbox.directory;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Salted digests of one account's passwords, newest first. Immutable. The digest is a plain SHA-256: the passwords are
 * test data, and a slow one would only slow every test.
 */
final class PasswordHistory {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<Digest> digests;

    private PasswordHistory(List<Digest> digests) {
        this.digests = List.copyOf(digests);
    }

    /** An account whose password was never set: nothing matches. */
    static PasswordHistory none() {
        return new PasswordHistory(List.of());
    }

    /** With {@code password} as the current one, remembering {@code length} in all, at least the current one. */
    PasswordHistory with(UnicodePwd password, int length) {
        List<Digest> next = new ArrayList<>();
        next.add(Digest.of(password));
        digests.stream().limit(Math.max(0, length - 1)).forEach(next::add);
        return new PasswordHistory(next);
    }

    boolean isCurrent(UnicodePwd password) {
        return matches(password, 0, 1);
    }

    /** One of the two before the current one: binding with it fails, but is not counted as an attack. */
    boolean isRecent(UnicodePwd password) {
        return matches(password, 1, 3);
    }

    /** One of the {@code length} remembered ones, the current one included. */
    boolean isRemembered(UnicodePwd password, int length) {
        return matches(password, 0, length);
    }

    private boolean matches(UnicodePwd password, int from, int to) {
        return digests.stream().skip(from).limit(Math.max(0, to - from)).anyMatch(digest -> digest.matches(password));
    }

    private record Digest(byte[] salt, byte[] hash) {
        static Digest of(UnicodePwd password) {
            byte[] salt = new byte[16];
            RANDOM.nextBytes(salt);
            return new Digest(salt, hash(salt, password));
        }

        boolean matches(UnicodePwd password) {
            return MessageDigest.isEqual(hash, hash(salt, password));
        }

        private static byte[] hash(byte[] salt, UnicodePwd password) {
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                sha.update(salt);
                return sha.digest(password.units());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java runtime has SHA-256", e);
            }
        }
    }
}
