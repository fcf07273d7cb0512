package dev.writeback.protocol.crypto;

import java.util.Optional;

/**
 * What an agent believes of the cloud: the tenant's root key, pinned at enrolment, and the keys that the root has signed
 * (PWB/1, section 7). Immutable.
 *
 * @param root signs the cloud's key set and nothing else; empty where a local key file stands in for enrolment, and then
 *     no key set from outside is ever accepted
 * @param keys request-signing keys and ack keys
 */
public record CloudTrust(Optional<KeyRecord> root, KeyRing keys) {
    /**
     * @throws IllegalArgumentException when the root is no signing key of the cloud, or stands among the keys, or one of
     *     the keys is an agent's
     */
    public CloudTrust {
        root = root.map(KeyRecord::toPublic);
        if (root.filter(key -> key.use() != KeyUse.SIG || key.agent().isPresent())
                .isPresent()) {
            throw new IllegalArgumentException("the root is a signing key of the cloud");
        }
        if (root.flatMap(key -> keys.find(key.id())).isPresent()) {
            throw new IllegalArgumentException("the root signs nothing but key sets: it cannot stand in one");
        }
        if (!keys.agents().isEmpty()) {
            throw new IllegalArgumentException("a key of an agent stands among the cloud's");
        }
    }

    /** Trust by enrolment. */
    public static CloudTrust of(KeyRecord root, KeyRing keys) {
        return new CloudTrust(Optional.of(root), keys);
    }

    /** Trust by a local key file. */
    public static CloudTrust ofKeysAlone(KeyRing keys) {
        return new CloudTrust(Optional.empty(), keys);
    }

    /** The same root with another key set that it has signed. */
    public CloudTrust withKeys(KeyRing next) {
        return new CloudTrust(root, next);
    }
}
