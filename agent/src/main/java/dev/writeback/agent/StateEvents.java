package dev.writeback.agent;

import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.pipeline.RequestEvents;
import dev.writeback.agent.relay.RelayHealth;
import dev.writeback.agent.relay.RelayTransport;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tells what changes of its own accord: whether the agent is ready, relay, servers, keys; and of a flood that is over. Looks every so often, so that what
 * goes up and down within a moment makes no events. One thread.
 */
final class StateEvents {
    /** Between two looks. */
    static final Duration INTERVAL = Duration.ofSeconds(2);

    /** What is not up by then will hardly come up by itself. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final Duration HEARTBEAT_TOLD = Duration.ofMinutes(5);
    private static final Duration HEARTBEAT_MISSED = Duration.ofMinutes(3);

    private final Events events;
    private final RequestEvents requests;
    private final Supplier<Readiness> readiness;
    private final RelayTransport relay;
    private final IntakeGate gate;
    private final Map<String, Directory> directories;
    private final AgentTrust trust;
    private final Supplier<Optional<Instant>> heartbeat;
    private final Clock steady;

    private final Map<String, Boolean> states = new HashMap<>();
    private final Instant began;
    private Set<IntakeGate.Cause> closed = Set.of();
    private Map<String, KeyRecord> keys;
    private Map<String, KeyRecord> confirmed;
    private Optional<Instant> lastHeartbeat = Optional.empty();
    private Instant heartbeatSeen;
    private Optional<Instant> heartbeatTold = Optional.empty();

    StateEvents(
            Events events,
            RequestEvents requests,
            Supplier<Readiness> readiness,
            RelayTransport relay,
            IntakeGate gate,
            Map<String, Directory> directories,
            AgentTrust trust,
            Supplier<Optional<Instant>> heartbeat,
            Clock steady) {
        this.events = events;
        this.requests = requests;
        this.readiness = readiness;
        this.relay = relay;
        this.gate = gate;
        this.directories = directories;
        this.trust = trust;
        this.heartbeat = heartbeat;
        this.steady = steady;
        this.began = steady.instant();
        this.heartbeatSeen = began;
        this.keys = byId(trust.opening());
        this.confirmed = byId(trust.confirmed());
    }

    void look() {
        requests.look();
        lookAtRelay();
        directories.forEach((name, directory) -> lookAt(name, directory.health()));
        lookAtIntake();
        lookAtKeys();
        lookAtHeartbeats();
        lookAtReadiness();
    }

    private void lookAtReadiness() {
        Readiness now = readiness.get();
        List<String> why = now.components().stream()
                .filter(component -> !component.ready())
                .map(component -> component.name() + ": " + component.detail())
                .toList();
        if (isNews("ready", now.ready())) {
            events.tell(
                    now.ready()
                            ? Event.of(EventType.AGENT_READY)
                            : Event.of(EventType.AGENT_NOT_READY).with("components", why));
        }
    }

    private void lookAtRelay() {
        RelayHealth health = relay.health();
        boolean up = health.state() == RelayHealth.State.UP || health.state() == RelayHealth.State.PAUSED;
        if (isNews("relay", up)) {
            events.tell(Event.of(up ? EventType.RELAY_UP : EventType.RELAY_DOWN).with("detail", health.detail()));
        }
    }

    private void lookAt(String name, DirectoryHealth health) {
        health.servers().forEach(server -> {
            if (isNews("server " + name + " " + server.host(), server.up())) {
                events.tell(Event.of(server.up() ? EventType.SERVER_UP : EventType.SERVER_DOWN)
                        .with("directory", name)
                        .with("server", server.host())
                        .with("detail", server.detail()));
            }
        });
        if (isNews("directory " + name, health.isReachable())) {
            events.tell(Event.of(health.isReachable() ? EventType.DIRECTORY_UP : EventType.DIRECTORY_DOWN)
                    .with("directory", name));
        }
    }

    private void lookAtIntake() {
        Set<IntakeGate.Cause> now = gate.causes();
        if (now.contains(IntakeGate.Cause.KEYS) && !closed.contains(IntakeGate.Cause.KEYS)) {
            events.tell(Event.of(EventType.KEYS_UNAVAILABLE));
        }
        tellCauses(EventType.INTAKE_CLOSED, now, closed);
        tellCauses(EventType.INTAKE_OPENED, closed, now);
        closed = now;
    }

    /** Stand-by has events of its own, and draining ends with the agent. */
    private void tellCauses(EventType type, Set<IntakeGate.Cause> these, Set<IntakeGate.Cause> those) {
        these.stream()
                .filter(cause -> !those.contains(cause))
                .filter(cause -> cause != IntakeGate.Cause.STANDBY && cause != IntakeGate.Cause.DRAINING)
                .sorted()
                .forEach(cause ->
                        events.tell(Event.of(type).with("cause", cause.name().toLowerCase(Locale.ROOT))));
    }

    private void lookAtKeys() {
        Map<String, KeyRecord> nowKeys = byId(trust.opening());
        Map<String, KeyRecord> nowConfirmed = byId(trust.confirmed());
        tellKeys(EventType.KEY_CREATED, nowKeys, keys.keySet());
        tellKeys(EventType.KEY_CONFIRMED, nowConfirmed, confirmed.keySet());
        tellKeys(EventType.KEY_ENDED, keys, nowKeys.keySet());
        keys = nowKeys;
        confirmed = nowConfirmed;
    }

    private void tellKeys(EventType type, Map<String, KeyRecord> these, Set<String> those) {
        these.values().stream()
                .filter(key -> !those.contains(key.id().value()))
                .sorted(Comparator.comparing(key -> key.id().value()))
                .forEach(key -> events.tell(Event.of(type)
                        .with("kid", key.id().value())
                        .with("use", key.use().wireName())
                        .with("expires", key.expiresAt().toString())));
    }

    private static Map<String, KeyRecord> byId(KeyRing ring) {
        return ring.all().stream().collect(Collectors.toMap(key -> key.id().value(), key -> key));
    }

    private void lookAtHeartbeats() {
        Instant now = steady.instant();
        Optional<Instant> newest = heartbeat.get();
        if (!newest.equals(lastHeartbeat)) {
            lastHeartbeat = newest;
            heartbeatSeen = now;
            if (heartbeatTold.isEmpty() || !now.isBefore(heartbeatTold.get().plus(HEARTBEAT_TOLD))) {
                heartbeatTold = Optional.of(now);
                events.tell(Event.of(EventType.RELAY_HEARTBEAT).with("lastSuccess", newest.map(Instant::toString)));
            }
        }
        boolean fresh = !now.isAfter(heartbeatSeen.plus(HEARTBEAT_MISSED));
        if (isNews("heartbeat", fresh) && !fresh) {
            events.tell(Event.of(EventType.HEARTBEAT_FAILED).with("lastSuccess", newest.map(Instant::toString)));
        }
    }

    /** What is down right after the start is on its way up, and no news before its time is over. */
    private boolean isNews(String what, boolean now) {
        Boolean before = states.get(what);
        if (before == null && !now && steady.instant().isBefore(began.plus(GRACE))) {
            return false;
        }
        states.put(what, now);
        return before == null || before != now;
    }
}
