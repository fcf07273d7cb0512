package dev.writeback.sandbox.desk;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.HeartbeatChain;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the cloud knows of one agent.
 *
 * @param confirmed the complete set that the agent announced last and the cloud confirmed; public halves
 * @param former signing keys that are in no set any more and verify until their {@code exp}
 * @param announced epoch of the agent's last announcement
 * @param told epoch of the cloud's last word on these keys
 * @param links the newest heartbeats
 * @param forked whether two hosts spoke as this agent, which only a new enrolment mends
 */
record AgentEntry(
        String id,
        KeyRing confirmed,
        KeyRing former,
        Epoch announced,
        Epoch told,
        List<HeartbeatChain.Link> links,
        boolean forked) {

    static AgentEntry enrolled(String id, KeyRing keys) {
        return new AgentEntry(id, keys.toPublic(), KeyRing.empty(), Epoch.NONE, Epoch.NONE, List.of(), false);
    }

    /** All keys by which this agent's messages are judged. */
    KeyRing known() {
        KeyRing all = confirmed;
        for (KeyRecord key : former.all()) {
            all = all.with(key);
        }
        return all;
    }

    /** The agent has announced that set. */
    AgentEntry announcing(Epoch epoch, KeyRing set, Instant now) {
        KeyRing kept = KeyRing.empty();
        for (KeyRecord key : known().all()) {
            boolean verifiesStill = key.use() == KeyUse.SIG && now.isBefore(key.expiresAt());
            if (verifiesStill && set.find(key.id()).isEmpty()) {
                kept = kept.with(key);
            }
        }
        return new AgentEntry(id, set.toPublic(), kept, epoch, told, links, forked);
    }

    AgentEntry withTold(Epoch epoch) {
        return new AgentEntry(id, confirmed, former, announced, epoch, links, forked);
    }

    AgentEntry withLinks(List<HeartbeatChain.Link> newest) {
        return new AgentEntry(id, confirmed, former, announced, told, newest, forked);
    }

    AgentEntry asForked() {
        return new AgentEntry(id, confirmed, former, announced, told, links, true);
    }

    /** Without these keys; empty when none is left. */
    Optional<AgentEntry> without(KeyRing revoked) {
        KeyRing left = confirmed;
        KeyRing leftFormer = former;
        for (KeyRecord key : revoked.all()) {
            left = left.without(key.id());
            leftFormer = leftFormer.without(key.id());
        }
        return left.all().isEmpty()
                ? Optional.empty()
                : Optional.of(new AgentEntry(id, left, leftFormer, announced, told, links, forked));
    }
}
