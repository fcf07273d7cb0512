package dev.writeback.agent;

import dev.writeback.agent.config.OperationSettings;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.lifecycle.SteadyClock;
import dev.writeback.agent.policy.PolicyInForce;
import dev.writeback.agent.relay.RelayTransport;
import dev.writeback.agent.reload.ConfigReload;
import dev.writeback.agent.reload.ReloadResult;
import dev.writeback.agent.status.LastCanary;
import dev.writeback.agent.status.RecentOperations;
import dev.writeback.agent.status.StatusDocument;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.directory.Directory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The agent as its status page shows it. Thread-safe; never blocks. */
final class StatusBoard {
    private final String id;
    private final Vitals vitals;
    private final RelayTransport relay;
    private final IntakeGate gate;
    private final Map<String, Directory> directories;
    private final Journal journal;
    private final AgentTrust trust;
    private final PolicyInForce policy;
    private final Supplier<Optional<Instant>> heartbeat;
    private final Optional<ConfigReload> reload;
    private final Optional<LastCanary> canary;
    private final RecentOperations operations;
    private final Clock clock;
    private final Clock steady;
    private final Instant started;
    private final Instant steadyStart;

    StatusBoard(
            String id,
            Vitals vitals,
            RelayTransport relay,
            IntakeGate gate,
            Map<String, Directory> directories,
            Journal journal,
            AgentTrust trust,
            PolicyInForce policy,
            Supplier<Optional<Instant>> heartbeat,
            Optional<ConfigReload> reload,
            Optional<LastCanary> canary,
            RecentOperations operations,
            Clock clock) {
        this.id = id;
        this.vitals = vitals;
        this.relay = relay;
        this.gate = gate;
        this.directories = directories;
        this.journal = journal;
        this.trust = trust;
        this.policy = policy;
        this.heartbeat = heartbeat;
        this.reload = reload;
        this.canary = canary;
        this.operations = operations;
        this.clock = clock;
        this.steady = SteadyClock.startingAt(clock);
        this.started = clock.instant();
        this.steadyStart = steady.instant();
    }

    StatusDocument document() {
        return new StatusDocument(
                clock.instant(),
                new StatusDocument.Identity(
                        id, Version.CURRENT, started, Duration.between(steadyStart, steady.instant())),
                vitals.readiness(),
                relay.health(),
                heartbeat.get(),
                directories.values().stream().map(Directory::health).toList(),
                keys(),
                switches(),
                gate.causes(),
                journal.size(),
                canary.map(LastCanary::seen),
                reload.map(StatusBoard::configuration),
                operations.newestFirst());
    }

    private StatusDocument.Keys keys() {
        return new StatusDocument.Keys(
                trust.isUsable(),
                trust.isRolling(),
                trust.ownKeys().stream()
                        .map(own -> new StatusDocument.Key(
                                own.key().id().value(),
                                own.key().use().wireName(),
                                own.state(),
                                own.key().notBefore(),
                                own.key().expiresAt()))
                        .toList());
    }

    private StatusDocument.Switches switches() {
        PolicyInForce.Origins origins = policy.origins();
        List<String> on = policy.operations();
        return new StatusDocument.Switches(
                policy.isPaused(),
                policy.closed(),
                policy.epoch(),
                policy.refusedEpoch(),
                policy.digest(),
                List.of(
                        operation("reset", on, origins, OperationSettings::reset),
                        operation("change", on, origins, OperationSettings::change),
                        operation("adminReset", on, origins, OperationSettings::adminReset),
                        operation("unlock", on, origins, OperationSettings::unlock),
                        operation("validate", on, origins, OperationSettings::validate)));
    }

    private static StatusDocument.OperationSwitch operation(
            String name, List<String> on, PolicyInForce.Origins origins, Predicate<OperationSettings> itsSwitch) {
        return new StatusDocument.OperationSwitch(
                name,
                on.contains(name),
                itsSwitch.test(origins.file()),
                origins.cloud().map(itsSwitch::test));
    }

    private static StatusDocument.Configuration configuration(ConfigReload reload) {
        ConfigReload.Standing standing = reload.standing();
        return new StatusDocument.Configuration(
                standing.since(), standing.refused().map(StatusBoard::brief));
    }

    /** What is wrong in the file is told by {@code config check}. */
    private static String brief(ReloadResult refused) {
        return refused instanceof ReloadResult.Invalid ? "is not valid" : refused.summary();
    }
}
