package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Digest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The agent's side of an ack: signed with the agent's newest signing key, encrypted to the cloud's newest ack key (PWB/1,
 * section 4). Thread-safe.
 */
public final class AckSealer {
    static final String ACK_TYP = "pwb-ack+jwt";

    private final ReplySeal seal;
    private final Optional<Supplier<String>> policy;

    /**
     * @param agentKeys our own keys that the cloud has confirmed, with their private halves; asked anew for each ack
     * @param cloudKeys the cloud's public keys; asked anew for each ack
     */
    public AckSealer(
            String agentId,
            String audience,
            Supplier<KeyRing> agentKeys,
            Supplier<KeyRing> cloudKeys,
            Clock clock,
            SecureRandom random) {
        this(new ReplySeal(agentId, audience, agentKeys, cloudKeys, clock, random), Optional.empty());
    }

    private AckSealer(ReplySeal seal, Optional<Supplier<String>> policy) {
        this.seal = seal;
        this.policy = policy;
    }

    /**
     * A sealer whose acks tell the agent's policy in force.
     *
     * @param digest {@code pol}: base64url of a SHA-256; asked anew for each ack
     */
    public AckSealer withPolicy(Supplier<String> digest) {
        return new AckSealer(seal, Optional.of(digest));
    }

    /**
     * Signs and encrypts an ack.
     *
     * @throws IllegalStateException when we have no live signing key or the cloud no live ack key
     * @throws IllegalArgumentException when the digest of the policy has another form
     */
    public SealedAck seal(Ack ack) {
        Optional<String> digest = policy.map(Supplier::get).map(AckSealer::requireDigest);
        SealedMessage sealed = seal.seal(ACK_TYP, (claims, id) -> AckClaims.add(ack, digest, claims));
        return new SealedAck(sealed.body(), sealed.id(), sealed.expiresAt());
    }

    private static String requireDigest(String text) {
        if (!Digest.isValid(text)) {
            throw new IllegalArgumentException("a policy's digest is the base64url of a SHA-256");
        }
        return text;
    }
}
