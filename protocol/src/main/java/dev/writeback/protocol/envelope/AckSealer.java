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
    private final Optional<String> policy;

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

    private AckSealer(ReplySeal seal, Optional<String> policy) {
        this.seal = seal;
        this.policy = policy;
    }

    /**
     * A sealer whose acks tell the agent's local policy.
     *
     * @param digest {@code pol}: base64url of a SHA-256
     * @throws IllegalArgumentException when it is no such text
     */
    public AckSealer withPolicy(String digest) {
        if (!Digest.isValid(digest)) {
            throw new IllegalArgumentException("a policy's digest is the base64url of a SHA-256");
        }
        return new AckSealer(seal, Optional.of(digest));
    }

    /**
     * Signs and encrypts an ack.
     *
     * @throws IllegalStateException when we have no live signing key or the cloud no live ack key
     */
    public SealedAck seal(Ack ack) {
        SealedMessage sealed = seal.seal(ACK_TYP, (claims, id) -> AckClaims.add(ack, policy, claims));
        return new SealedAck(sealed.body(), sealed.id(), sealed.expiresAt());
    }
}
