package dev.writeback.agent.trust;

import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
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

    /** Of an agent that was enrolled just now. */
    static TrustState enrolled(CloudTrust cloud, Epoch cloudEpoch, KeyRing own, Standing.State state, Instant now) {
        TrustState start = new TrustState(cloud.root(), cloud.keys(), cloudEpoch, Epoch.NONE, Epoch.NONE, Map.of());
        for (KeyRecord key : own.all()) {
            start = start.with(key.id(), state, now);
        }
        return start;
    }

    /**
     * A key that nothing is known of was made right before a crash: it was never announced, and ends. Where no root was
     * pinned and nothing is known of any key, the storage was replaced by hand. What is not there any more is waited for no
     * longer.
     */
    TrustState withEveryKey(KeyRing held, Instant now) {
        boolean replaced = root.isEmpty() && held.all().stream().noneMatch(key -> own.containsKey(key.id()));
        TrustState state = this;
        for (KeyRecord key : held.all()) {
            if (!own.containsKey(key.id())) {
                state = state.with(key.id(), replaced ? Standing.State.CONFIRMED : Standing.State.ENDED, now);
            }
        }
        for (KeyId key : own.keySet()) {
            if (is(key, Standing.State.PENDING) && held.find(key).isEmpty()) {
                state = state.without(key);
            }
        }
        return state;
    }

    /**
     * The cloud has confirmed those keys and no others. One that was retired comes back where the cloud names none that
     * follows it.
     */
    TrustState confirmed(KeyRing held, KeyRing good, Instant now) {
        TrustState state = this;
        for (KeyRecord key : held.all()) {
            boolean stays = good.find(key.id(), key.use()).isPresent();
            if (stays && state.is(key.id(), Standing.State.PENDING)) {
                state = state.with(key.id(), Standing.State.CONFIRMED, now);
            } else if (!stays
                    && (state.is(key.id(), Standing.State.CONFIRMED) || state.is(key.id(), Standing.State.RETIRED))) {
                state = state.with(key.id(), Standing.State.ENDED, now);
            }
        }
        for (KeyUse use : KeyUse.values()) {
            if (state.live(held, use, Standing.State.CONFIRMED, now).isEmpty()) {
                Optional<KeyRecord> back = state.live(held, use, Standing.State.RETIRED, now);
                if (back.isPresent()) {
                    state = state.with(back.get().id(), Standing.State.CONFIRMED, now);
                }
            }
        }
        return state.followed(held, now);
    }

    private Optional<KeyRecord> live(KeyRing held, KeyUse use, Standing.State wanted, Instant now) {
        return KeyRing.of(
                        held.all().stream().filter(key -> is(key.id(), wanted)).toList())
                .newestLive(use, now);
    }

    /**
     * The newest live confirmed key of each use follows those before it. One that is not live yet, as it was made while the
     * clock was ahead, follows nothing.
     */
    private TrustState followed(KeyRing held, Instant now) {
        TrustState state = this;
        for (KeyUse use : KeyUse.values()) {
            Optional<KeyRecord> newest = live(held, use, Standing.State.CONFIRMED, now);
            for (KeyRecord key : held.all()) {
                boolean follows = newest.filter(
                                there -> key.use() == use && key.notBefore().isBefore(there.notBefore()))
                        .isPresent();
                if (follows && is(key.id(), Standing.State.CONFIRMED)) {
                    state = state.with(key.id(), Standing.State.RETIRED, now);
                }
            }
        }
        return state;
    }

    /** The cloud has revoked those keys. */
    TrustState revoked(KeyRing held, KeyRing bad, Instant now) {
        TrustState state = this;
        for (KeyRecord key : held.all()) {
            if (bad.find(key.id()).isPresent()) {
                state = state.with(key.id(), Standing.State.ENDED, now);
            }
        }
        return state;
    }

    /**
     * What time has brought by now. An expired key that no other has followed stays where it is seen: it is what the alarm is
     * about.
     */
    TrustState at(KeyRing held, Instant now) {
        TrustState state = this;
        for (KeyRecord key : held.all()) {
            boolean over = Optional.ofNullable(own.get(key.id()))
                    .filter(there -> isOver(key, there, now))
                    .isPresent();
            if (over && !state.is(key.id(), Standing.State.ENDED)) {
                state = state.with(key.id(), Standing.State.ENDED, now);
            }
        }
        return state.followed(held, now);
    }

    /** A new key ends that was made while the clock was ahead, or that the cloud has not confirmed for too long. */
    private static boolean isOver(KeyRecord key, Standing there, Instant now) {
        return switch (there.state()) {
            case PENDING ->
                !now.isBefore(key.expiresAt())
                        || now.isBefore(key.notBefore())
                        || !now.isBefore(there.since().plus(AgentKeys.PATIENCE));
            case CONFIRMED -> false;
            case RETIRED, ENDED -> !now.isBefore(key.expiresAt()) || !there.opens(now);
        };
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
