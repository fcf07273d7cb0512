package dev.writeback.agent;

import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.policy.PolicyInForce;
import dev.writeback.agent.presence.Heartbeats;
import dev.writeback.agent.relay.RelayTransport;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Heartbeat;
import dev.writeback.protocol.message.Heartbeat.Health;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The agent as its heartbeats show it (PWB/1, section 4). Thread-safe; never blocks. */
final class SelfPortrait implements Heartbeats.Vital {
    private final Vitals vitals;
    private final RelayTransport relay;
    private final IntakeGate gate;
    private final Map<String, Directory> directories;
    private final AgentTrust trust;
    private final PolicyInForce policy;
    private final Clock clock;

    SelfPortrait(
            Vitals vitals,
            RelayTransport relay,
            IntakeGate gate,
            Map<String, Directory> directories,
            AgentTrust trust,
            PolicyInForce policy,
            Clock clock) {
        this.vitals = vitals;
        this.relay = relay;
        this.gate = gate;
        this.directories = directories;
        this.trust = trust;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public Heartbeat heartbeat(long counter, String previous, Optional<Echo> echo) {
        List<Heartbeat.DirectoryHealth> seen = seen();
        return new Heartbeat(
                counter,
                previous,
                Version.CURRENT,
                state(seen),
                keys(),
                relay.health().inFlight(),
                seen,
                offset(),
                new Epoch(policy.epoch()),
                trust.cloudEpoch(),
                refused(),
                policy(),
                echo);
    }

    @Override
    public Heartbeat.State state() {
        return state(seen());
    }

    @Override
    public Optional<String> policy() {
        return Optional.of(policy.digest());
    }

    private Heartbeat.State state(List<Heartbeat.DirectoryHealth> seen) {
        Set<IntakeGate.Cause> closed = gate.causes();
        if (closed.contains(IntakeGate.Cause.DRAINING)) {
            return Heartbeat.State.DRAINING;
        }
        if (closed.contains(IntakeGate.Cause.STANDBY)) {
            return Heartbeat.State.STANDBY;
        }
        if (!vitals.readiness().ready()) {
            return Heartbeat.State.NOT_READY;
        }
        return seen.stream().allMatch(directory -> directory.state() == Health.UP)
                ? Heartbeat.State.READY
                : Heartbeat.State.DEGRADED;
    }

    private List<Heartbeat.DirectoryHealth> seen() {
        return directories.entrySet().stream()
                .map(entry -> shown(entry.getKey(), entry.getValue().health()))
                .toList();
    }

    private List<Heartbeat.ShownKey> keys() {
        Instant now = clock.instant();
        return trust.confirmed().all().stream()
                .filter(key -> key.isLiveAt(now))
                .limit(Heartbeat.MOST_KEYS)
                .map(key -> new Heartbeat.ShownKey(key.id(), key.use(), key.expiresAt()))
                .toList();
    }

    private static Heartbeat.DirectoryHealth shown(String name, DirectoryHealth health) {
        List<Heartbeat.ServerHealth> servers = health.servers().stream()
                .map(server -> new Heartbeat.ServerHealth(server.host(), server.up() ? Health.UP : Health.DOWN))
                .toList();
        boolean all = servers.stream().allMatch(server -> server.state() == Health.UP);
        Health state = health.isReachable() ? (all ? Health.UP : Health.DEGRADED) : Health.DOWN;
        return new Heartbeat.DirectoryHealth(name, state, servers);
    }

    private Optional<Long> offset() {
        return directories.values().stream()
                .flatMap(directory -> directory.health().clockOffset().stream())
                .map(Duration::toMillis)
                .findFirst();
    }

    private Optional<Epoch> refused() {
        OptionalLong epoch = policy.refusedEpoch();
        return epoch.isPresent() ? Optional.of(new Epoch(epoch.getAsLong())) : Optional.empty();
    }
}
