package dev.writeback.protocol.crypto;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One P-256 key and what it may be used for (PWB/1, sections 2 and 7). The record, never a message, decides the
 * algorithm. Immutable and thread-safe.
 *
 * <p>The private key may be one that cannot leave a PKCS#11 token; the token's provider then stands beside it, so that it need
 * not be registered for the whole process.
 */
public final class KeyRecord {
    private static final Pattern AGENT = Pattern.compile("[a-z0-9-]{1,63}");

    private final KeyId id;
    private final KeyUse use;
    private final Optional<String> agent;
    private final Instant notBefore;
    private final Instant expiresAt;
    private final ECPublicKey publicKey;
    private final Optional<PrivateKey> privateKey;
    private final Optional<Provider> token;

    private KeyRecord(
            KeyUse use,
            Optional<String> agent,
            Instant notBefore,
            Instant expiresAt,
            ECPublicKey publicKey,
            Optional<PrivateKey> privateKey,
            Optional<Provider> token) {
        if (agent.isPresent() && !AGENT.matcher(agent.orElseThrow()).matches()) {
            throw new IllegalArgumentException("an agent's id is 1 to 63 of a-z, 0-9 and '-'");
        }
        this.notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        this.expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
        if (!this.notBefore.isBefore(this.expiresAt)) {
            throw new IllegalArgumentException("a key's nbf is before its exp");
        }
        if (!P256.isOnThisCurve(publicKey.getParams())) {
            throw new IllegalArgumentException("a key of suite S1 is on P-256");
        }
        this.publicKey = P256.point(
                        publicKey.getW().getAffineX(), publicKey.getW().getAffineY())
                .orElseThrow(() -> new IllegalArgumentException("the public key is no point of P-256"));
        this.privateKey = token.isPresent() ? privateKey.map(KeyRecord::hidden) : privateKey.map(KeyRecord::fastest);
        this.token = token;
        this.id = P256.thumbprint(this.publicKey);
        this.use = use;
        this.agent = agent;
    }

    /**
     * A record of a public key.
     *
     * @param agent the agent's id; empty for a key of the cloud
     * @param notBefore first second of its life
     * @param expiresAt first second after its life
     * @throws IllegalArgumentException when the key is not on P-256, the times are not in order, or the agent's id has
     *     not the form of section 7
     */
    public static KeyRecord of(
            ECPublicKey publicKey, KeyUse use, Optional<String> agent, Instant notBefore, Instant expiresAt) {
        return new KeyRecord(use, agent, notBefore, expiresAt, publicKey, Optional.empty(), Optional.empty());
    }

    /** As the other one, with a private key of this process; whether the two belong together is not checked here. */
    public static KeyRecord of(
            ECPublicKey publicKey,
            PrivateKey privateKey,
            KeyUse use,
            Optional<String> agent,
            Instant notBefore,
            Instant expiresAt) {
        return new KeyRecord(use, agent, notBefore, expiresAt, publicKey, Optional.of(privateKey), Optional.empty());
    }

    /**
     * As the other one, with a private key that does not leave its token.
     *
     * @param token the provider that the private key is of
     * @throws IllegalArgumentException also when the private key's numbers are in this process
     */
    public static KeyRecord inToken(
            ECPublicKey publicKey,
            PrivateKey privateKey,
            Provider token,
            KeyUse use,
            Optional<String> agent,
            Instant notBefore,
            Instant expiresAt) {
        return new KeyRecord(use, agent, notBefore, expiresAt, publicKey, Optional.of(privateKey), Optional.of(token));
    }

    /** As the other one, from a pair. */
    public static KeyRecord of(KeyPair pair, KeyUse use, Optional<String> agent, Instant notBefore, Instant expiresAt) {
        if (!(pair.getPublic() instanceof ECPublicKey publicKey)) {
            throw new IllegalArgumentException("a key of suite S1 is on P-256");
        }
        return of(publicKey, pair.getPrivate(), use, agent, notBefore, expiresAt);
    }

    /** The thumbprint. */
    public KeyId id() {
        return id;
    }

    public Suite suite() {
        return Suite.S1;
    }

    public KeyUse use() {
        return use;
    }

    /** The {@code alg} that goes with suite and use. */
    public String algorithm() {
        return suite().algorithm(use);
    }

    /** The agent whose key this is; empty for a key of the cloud. */
    public Optional<String> agent() {
        return agent;
    }

    /** First second of its life. */
    public Instant notBefore() {
        return notBefore;
    }

    /** First second after its life. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** Whether {@code nbf <= now < exp}. */
    public boolean isLiveAt(Instant now) {
        return !now.isBefore(notBefore) && now.isBefore(expiresAt);
    }

    public ECPublicKey publicKey() {
        return publicKey;
    }

    /** The private key, for a key store to keep or for this package to use. */
    public Optional<PrivateKey> privateKey() {
        return privateKey;
    }

    /** The same record without the private key. */
    public KeyRecord toPublic() {
        return of(publicKey, use, agent, notBefore, expiresAt);
    }

    /** Whose operations the private key works with: its token's, or those of Bouncy Castle. */
    Provider provider() {
        return token.orElse(Providers.CURVES);
    }

    boolean isInToken() {
        return token.isPresent();
    }

    private static PrivateKey hidden(PrivateKey key) {
        if (key instanceof ECPrivateKey || key.getEncoded() != null) {
            throw new IllegalArgumentException("the private key's numbers leave its token");
        }
        return key;
    }

    private static PrivateKey fastest(PrivateKey key) {
        if (!(key instanceof ECPrivateKey numbers) || !P256.isOnThisCurve(numbers.getParams())) {
            throw new IllegalArgumentException("the private key is not a key on P-256");
        }
        return P256.scalar(numbers.getS())
                .orElseThrow(() -> new IllegalArgumentException("the private key is not a key on P-256"));
    }

    @Override
    public String toString() {
        return "KeyRecord[" + id + " " + use.wireName()
                + agent.map(a -> " of " + a).orElse("") + " " + notBefore + "/" + expiresAt
                + (privateKey.isPresent() ? " with private key" : "") + (token.isPresent() ? " in a token" : "") + "]";
    }
}
