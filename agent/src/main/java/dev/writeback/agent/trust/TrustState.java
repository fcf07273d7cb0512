package dev.writeback.agent.trust;

import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Epoch;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of keys across restarts. Immutable.
 *
 * @param root pinned at enrolment; empty where the configuration's key file stands in for it
 * @param cloudKeys what the root has signed last; empty without a root
 * @param cloudEpoch of that set
 * @param announced epoch of the agent's last announcement
 * @param told epoch of the cloud's last word on the agent's keys
 * @param own where each of the agent's keys stands
 */
record TrustState(
        Optional<KeyRecord> root,
        KeyRing cloudKeys,
        Epoch cloudEpoch,
        Epoch announced,
        Epoch told,
        Map<KeyId, Standing> own) {
    TrustState {
        own = Map.copyOf(own);
    }

    /** Of an agent that was not enrolled: keys that were put there by hand count as confirmed. */
    static TrustState ofKeysByHand(KeyRing own) {
        Map<KeyId, Standing> standings = new LinkedHashMap<>();
        own.all().forEach(key -> standings.put(key.id(), new Standing(Standing.State.CONFIRMED, key.notBefore())));
        return new TrustState(Optional.empty(), KeyRing.empty(), Epoch.NONE, Epoch.NONE, Epoch.NONE, standings);
    }

    TrustState withCloudKeys(Epoch epoch, KeyRing keys) {
        return new TrustState(root, keys, epoch, announced, told, own);
    }

    TrustState withAnnounced(Epoch epoch) {
        return new TrustState(root, cloudKeys, cloudEpoch, epoch, told, own);
    }

    TrustState withTold(Epoch epoch) {
        return new TrustState(root, cloudKeys, cloudEpoch, announced, epoch, own);
    }

    /** One key goes on to that station. */
    TrustState with(KeyId key, Standing.State state, Instant since) {
        Map<KeyId, Standing> changed = new LinkedHashMap<>(own);
        changed.put(key, new Standing(state, Instant.ofEpochSecond(since.getEpochSecond())));
        return new TrustState(root, cloudKeys, cloudEpoch, announced, told, changed);
    }

    /** One key is gone. */
    TrustState without(KeyId key) {
        Map<KeyId, Standing> changed = new LinkedHashMap<>(own);
        changed.remove(key);
        return new TrustState(root, cloudKeys, cloudEpoch, announced, told, changed);
    }

    boolean is(KeyId key, Standing.State state) {
        return Optional.ofNullable(own.get(key))
                .filter(standing -> standing.state() == state)
                .isPresent();
    }
}
