package dev.writeback.agent.canary;

import dev.writeback.protocol.secret.Secret;
import java.security.SecureRandom;

/** Passwords that nobody will ever type: 36 random characters, and at the end one of each class for rules that ask for it. */
final class CanaryPassword {
    private static final int RANDOM = 36;
    private static final byte[] OF_EACH_CLASS = {'A', 'z', '9', '-'};

    /** 64 characters: each takes six bits, and none is likelier than another. */
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";

    private CanaryPassword() {}

    /** A new one; its bytes are in the secret and nowhere else. */
    static Secret next(SecureRandom random) {
        byte[] bytes = new byte[RANDOM + OF_EACH_CLASS.length];
        random.nextBytes(bytes);
        for (int i = 0; i < RANDOM; i++) {
            bytes[i] = (byte) ALPHABET.charAt(bytes[i] & 63);
        }
        System.arraycopy(OF_EACH_CLASS, 0, bytes, RANDOM, OF_EACH_CLASS.length);
        return Secret.takeOwnershipOf(bytes);
    }
}
