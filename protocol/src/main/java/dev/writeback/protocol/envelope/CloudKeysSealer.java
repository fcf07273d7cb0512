package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Epoch;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * The one thing that the tenant's root key signs: the complete set of the cloud's keys (PWB/1, section 7). Thread-safe.
 */
public final class CloudKeysSealer {
    private final KeyRecord root;
    private final DirectiveSeal seal;

    /**
     * @param root the tenant's root key with its private half
     */
    public CloudKeysSealer(KeyRecord root, String issuer, String audience, Clock clock, SecureRandom random) {
        this.root = root;
        this.seal = new DirectiveSeal(issuer, audience, clock, random);
    }

    /** The root's public half. */
    public KeyRecord root() {
        return root.toPublic();
    }

    /**
     * The set for one agent.
     *
     * @param keys all request-signing keys and ack keys
     * @param agentKeys confirmed public keys, those of {@code agent} among them
     * @throws IllegalArgumentException when the set is not one of the cloud's, or the agent has no live key for encryption
     */
    public SealedMessage seal(Epoch epoch, KeyRing keys, String agent, KeyRing agentKeys) {
        requireCloudKeys(keys);
        return seal.seal(
                KeyClaims.TYP,
                root,
                agent,
                agentKeys,
                claims -> KeyClaims.add(epoch, KeyClaims.Act.ANNOUNCE, keys, claims));
    }

    /**
     * The set as the challenge of an enrolment holds it: a compact JWS.
     *
     * @throws IllegalArgumentException when the set is not one of the cloud's
     */
    public String sign(Epoch epoch, KeyRing keys) {
        requireCloudKeys(keys);
        byte[] jws =
                seal.sign(KeyClaims.TYP, root, claims -> KeyClaims.add(epoch, KeyClaims.Act.ANNOUNCE, keys, claims));
        return new String(jws, StandardCharsets.US_ASCII);
    }

    private void requireCloudKeys(KeyRing keys) {
        CloudTrust.of(root, keys);
    }
}
