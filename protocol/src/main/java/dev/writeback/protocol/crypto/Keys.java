package dev.writeback.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Optional;

/** Makes new keys of suite S1. */
public final class Keys {
    private Keys() {}

    /**
     * A new key with its private half in this process.
     *
     * @param agent the agent's id; empty for a key of the cloud
     * @throws IllegalArgumentException as {@link KeyRecord#of}
     */
    public static KeyRecord generate(
            KeyUse use, Optional<String> agent, Instant notBefore, Instant expiresAt, SecureRandom random) {
        return KeyRecord.of(pair(random), use, agent, notBefore, expiresAt);
    }

    static KeyPair pair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Providers.CURVES);
            generator.initialize(new ECGenParameterSpec("P-256"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle makes no P-256 keys", e);
        }
    }
}
