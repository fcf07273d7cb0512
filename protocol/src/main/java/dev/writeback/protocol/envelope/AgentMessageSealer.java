package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Heartbeat;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * The agent's side of heartbeats and key announcements: signed with the newest signing key that the cloud has confirmed,
 * encrypted to the cloud's newest ack key (PWB/1, section 4). Thread-safe.
 */
public final class AgentMessageSealer {
    private final ReplySeal seal;

    /**
     * @param agentKeys our own keys that the cloud has confirmed, with their private halves; asked anew for each message
     * @param cloudKeys the cloud's public keys; asked anew for each message
     */
    public AgentMessageSealer(
            String agentId,
            String audience,
            Supplier<KeyRing> agentKeys,
            Supplier<KeyRing> cloudKeys,
            Clock clock,
            SecureRandom random) {
        this.seal = new ReplySeal(agentId, audience, agentKeys, cloudKeys, clock, random);
    }

    /**
     * Signs and encrypts a heartbeat. Its counter and digest are stored before it is sent.
     *
     * @throws IllegalStateException when we have no live signing key or the cloud no live ack key
     * @throws IllegalArgumentException when its claims are longer than a message holds
     */
    public SealedMessage heartbeat(Heartbeat heartbeat) {
        return seal.seal(HeartbeatClaims.TYP, (claims, id) -> HeartbeatClaims.add(heartbeat, claims));
    }

    /**
     * Signs and encrypts the announcement of all our keys, new ones among them, with a proof by each signing key.
     *
     * @param epoch above that of every announcement before
     * @param keys the complete set; of the signing keys with their private halves
     * @throws IllegalStateException when we have no live confirmed signing key, a signing key of the set has no private
     *     half, or the cloud has no live ack key
     * @throws IllegalArgumentException when the set is none of this agent's
     */
    public SealedMessage announcement(Epoch epoch, KeyRing keys) {
        keys.all().forEach(key -> {
            if (key.agent().filter(seal.agentId()::equals).isEmpty()) {
                throw new IllegalArgumentException("the key " + key.id() + " is not this agent's");
            }
        });
        return seal.seal(KeyClaims.TYP, (claims, id) -> {
            KeyClaims.add(epoch, KeyClaims.Act.ANNOUNCE, keys, claims);
            claims.put("proof", new Possession(seal.issuer(), seal.audience(), id.value(), epoch, keys).prove());
        });
    }
}
