package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.json.StrictJson;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.RequestId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The agent's side of an ack: signed with the agent's newest signing key, encrypted to the cloud's newest ack key (PWB/1,
 * section 4). Thread-safe.
 */
public final class AckSealer {
    static final String ACK_TYP = "pwb-ack+jwt";
    static final String AGENT_ISSUER = "urn:pwb:agent:";

    private final String agentId;
    private final String audience;
    private final Supplier<KeyRing> agentKeys;
    private final Supplier<KeyRing> cloudKeys;
    private final Clock clock;
    private final SecureRandom random;
    private final Optional<String> policy;

    /**
     * @param agentKeys our own keys with their private halves; asked anew for each ack
     * @param cloudKeys the cloud's public keys; asked anew for each ack
     */
    public AckSealer(
            String agentId,
            String audience,
            Supplier<KeyRing> agentKeys,
            Supplier<KeyRing> cloudKeys,
            Clock clock,
            SecureRandom random) {
        this(agentId, audience, agentKeys, cloudKeys, clock, random, Optional.empty());
    }

    private AckSealer(
            String agentId,
            String audience,
            Supplier<KeyRing> agentKeys,
            Supplier<KeyRing> cloudKeys,
            Clock clock,
            SecureRandom random,
            Optional<String> policy) {
        this.agentId = agentId;
        this.audience = audience;
        this.agentKeys = agentKeys;
        this.cloudKeys = cloudKeys;
        this.clock = clock;
        this.random = random;
        this.policy = policy;
    }

    /**
     * A sealer whose acks tell the agent's local policy.
     *
     * @param digest {@code pol}: base64url of a SHA-256
     * @throws IllegalArgumentException when it is no such text
     */
    public AckSealer withPolicy(String digest) {
        if (!AckClaims.isDigest(digest)) {
            throw new IllegalArgumentException("a policy's digest is the base64url of a SHA-256");
        }
        return new AckSealer(agentId, audience, agentKeys, cloudKeys, clock, random, Optional.of(digest));
    }

    /**
     * Signs and encrypts an ack.
     *
     * @throws IllegalStateException when we have no live signing key or the cloud no live ack key
     */
    public SealedAck seal(Ack ack) {
        Instant now = clock.instant();
        KeyRecord signer = agentKeys
                .get()
                .newestLive(KeyUse.SIG, now)
                .orElseThrow(() -> new IllegalStateException("the agent has no live signing key"));
        KeyRecord recipient = cloudKeys
                .get()
                .newestLive(KeyUse.ENC, now)
                .orElseThrow(() -> new IllegalStateException("the cloud has no live ack key"));
        Instant issuedAt = Instant.ofEpochSecond(now.getEpochSecond());
        RequestId id = RequestIds.next(random);
        byte[] claims = StrictJson.write(AckClaims.write(ack, AGENT_ISSUER + agentId, audience, id, issuedAt, policy));
        String body = JweText.seal(Jws.sign(claims, ACK_TYP, signer), Layer.PACKAGE, List.of(recipient), random);
        return new SealedAck(body.getBytes(StandardCharsets.US_ASCII), id.value(), issuedAt.plus(Validity.LONGEST));
    }
}
