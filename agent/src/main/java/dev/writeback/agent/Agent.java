package dev.writeback.agent;

import dev.writeback.agent.audit.AuditLog;
import dev.writeback.agent.canary.CanaryEvents;
import dev.writeback.agent.canary.CanaryRounds;
import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.ReadConfig;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.http.LocalHttpServer;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.lifecycle.Shutdown;
import dev.writeback.agent.lifecycle.SteadyClock;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.agent.logging.AgentLogging;
import dev.writeback.agent.metrics.AgentMetrics;
import dev.writeback.agent.pipeline.Hold;
import dev.writeback.agent.pipeline.RequestEvents;
import dev.writeback.agent.pipeline.RequestPipeline;
import dev.writeback.agent.policy.PolicyInForce;
import dev.writeback.agent.presence.Heartbeats;
import dev.writeback.agent.presence.Pings;
import dev.writeback.agent.presence.Steward;
import dev.writeback.agent.relay.RelayTransport;
import dev.writeback.agent.reload.ConfigReload;
import dev.writeback.agent.reload.ConfigWatch;
import dev.writeback.agent.service.ServiceManager;
import dev.writeback.agent.state.DamagedFileException;
import dev.writeback.agent.status.LastCanary;
import dev.writeback.agent.status.RecentOperations;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.directory.Directory;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.envelope.AgentMessageSealer;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The product: relay -> envelope -> journal -> policy -> directory -> journal -> audit -> ack -> relay. The wiring below reads in
 * that order.
 *
 * <p>An agent whose relay or directory is down starts all the same, says so on {@code /readyz}, and recovers by itself.
 */
public final class Agent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final Duration WATCH = Duration.ofSeconds(5);
    private static final Duration CONFIG_LOOK = Duration.ofSeconds(2);
    private static final Duration BUSY_HOLD = Duration.ofSeconds(2);
    private static final Duration RECHECK = Duration.ofSeconds(1);

    /** The waits of the road; ended when the agent stops. */
    private record Holds(Hold busy, Hold recheck) {}

    private final Shutdown shutdown = new Shutdown();
    private final PolicyInForce policy;
    private final Optional<ConfigReload> reload;
    private final LocalHttpServer http;
    private final Vitals vitals;

    private Agent(AgentConfig config, Optional<ReadConfig> read, Clock clock, SecureRandom random, Waypoints waypoints)
            throws StartException {
        RelayOpening relaySoon = RelayOpening.begin(config, clock, random);
        try {
            AgentMetrics metrics = new AgentMetrics();
            shutdown.before("metrics", metrics);
            metrics.build(Version.CURRENT, config.agent().id());

            AgentTrust trust = TrustOpening.open(config, clock, random, shutdown);
            metrics.watch(trust, clock);

            AuditLog audit = AuditOpening.open(config, trust, clock);
            shutdown.before("audit", () -> end(audit));
            RequestEvents requestEvents = new RequestEvents(audit, SteadyClock.startingAt(clock));
            shutdown.before("events of requests", requestEvents);
            metrics.watch(audit);

            Map<String, Directory> directories = DirectoryOpening.all(config, clock, metrics, shutdown);
            directories.forEach(metrics::watch);

            Journal journal = JournalOpening.open(config, clock, waypoints, shutdown);
            metrics.watch(journal);

            policy = PolicyInForce.open(config, clock);
            metrics.watch(policy);

            RelayTransport relay = relaySoon.ready();
            metrics.watch(relay, clock);
            IntakeGate gate = new IntakeGate(relay);
            metrics.watch(gate);
            gate.set(IntakeGate.Cause.STANDBY, config.agent().standby());
            gate.set(IntakeGate.Cause.KEYS, !trust.isUsable());
            reload = read.map(first ->
                    new ConfigReload(first, (before, next) -> follow(before, next, gate, audit), audit, clock));
            reload.ifPresent(metrics::watch);
            vitals = new Vitals(relay, gate, directories, journal, audit, trust, policy, reload, clock);
            metrics.watchReadiness(() -> vitals.readiness().byName());

            SelfPortrait portrait = new SelfPortrait(vitals, relay, gate, directories, trust, policy, clock);
            Pings pings = Pings.waitingForTheirLimit(random, SteadyClock.startingAt(clock), () -> closed(gate));
            metrics.watch(pings);
            Steward steward = steward(config, clock, random, trust, relay, portrait, pings, metrics);
            Holds holds = new Holds(new Hold(BUSY_HOLD), new Hold(RECHECK));
            Roads roads = new Roads(
                    config,
                    trust,
                    journal,
                    policy,
                    holds.busy(),
                    holds.recheck(),
                    clock,
                    random,
                    waypoints,
                    requestEvents);
            RecentOperations recent = new RecentOperations(clock, config.http().showSubjects());
            RequestPipeline pipeline = roads.ofRequests(
                    directories,
                    new Orders(trust, policy, steward, pings, audit),
                    metrics.road().and(recent));
            Optional<LastCanary> lastCanary = config.canary().map(settings -> new LastCanary(clock));
            Optional<CanaryRounds> canary = config.canary()
                    .map(settings -> roads.ofCanary(
                            settings,
                            directories,
                            () -> isServing(gate),
                            metrics.canary(clock)
                                    .and(lastCanary.orElseThrow())
                                    .and(new CanaryEvents(audit, settings.user()))));
            StatusBoard board = new StatusBoard(
                    config.agent().id(),
                    vitals,
                    relay,
                    gate,
                    directories,
                    journal,
                    trust,
                    policy,
                    steward::lastHeartbeat,
                    reload,
                    lastCanary,
                    recent,
                    clock);
            http = EndpointOpening.open(
                    config.http(),
                    config.agent().stateDirectory(),
                    random,
                    metrics,
                    vitals,
                    token -> new LocalControls(
                            token,
                            config.agent().stateDirectory(),
                            gate,
                            policy,
                            steward,
                            vitals::readiness,
                            reload,
                            audit),
                    board,
                    audit,
                    shutdown);

            shutdown.before("relay", relay);
            shutdown.before("steward", steward);
            canary.ifPresent(rounds -> shutdown.before("canary", rounds));
            shutdown.before("drain", () -> drain(relay, gate, holds, steward));
            relay.start(pipeline);
            StateEvents states = new StateEvents(
                    audit,
                    requestEvents,
                    vitals::readiness,
                    relay,
                    gate,
                    directories,
                    trust,
                    steward::lastHeartbeat,
                    SteadyClock.startingAt(clock));
            shutdown.before("watch", vitals.watch(WATCH, states));
            steward.start(Steward.INTERVAL);
            reload.ifPresent(followed -> shutdown.before("config watch", watch(followed)));
            canary.ifPresent(CanaryRounds::start);
            audit.tell(begun(config, trust, clock));
        } catch (StartException | RuntimeException e) {
            shutdown.close();
            relaySoon.abandon();
            throw e;
        }
    }

    /** Whether requests are taken at this moment, and not all of them are refused. */
    private boolean isServing(IntakeGate gate) {
        return gate.causes().isEmpty() && policy.closed().isEmpty();
    }

    /**
     * Starts an agent that follows the file of its configuration.
     *
     * @throws StartException when it cannot start; everything opened until then is closed again
     */
    public static Agent start(ReadConfig read, Clock clock, SecureRandom random) throws StartException {
        return start(read.config(), Optional.of(read), clock, random, Waypoints.NONE);
    }

    /** Starts an agent whose configuration stays as it is. */
    public static Agent start(AgentConfig config, Clock clock, SecureRandom random) throws StartException {
        return start(config, Optional.empty(), clock, random, Waypoints.NONE);
    }

    /** Starts an agent whose way is watched; for the crash harness. */
    public static Agent start(AgentConfig config, Clock clock, SecureRandom random, Waypoints waypoints)
            throws StartException {
        return start(config, Optional.empty(), clock, random, waypoints);
    }

    private static Agent start(
            AgentConfig config, Optional<ReadConfig> read, Clock clock, SecureRandom random, Waypoints waypoints)
            throws StartException {
        if (!config.agent().checkFileModes()) {
            log.atWarn()
                    .setMessage("whether others can read or change the agent's files is not looked at")
                    .addKeyValue("agent.checkFileModes", false)
                    .log();
        }
        Agent agent = new Agent(config, read, clock, random, waypoints);
        log.atInfo()
                .setMessage("agent started")
                .addKeyValue("agent", config.agent().id())
                .addKeyValue("version", Version.CURRENT)
                .addKeyValue("policy", agent.policy.digest())
                .addKeyValue("http", agent.http.isListening() ? agent.http.address() : "does not listen yet")
                .log();
        return agent;
    }

    private static Steward steward(
            AgentConfig config,
            Clock clock,
            SecureRandom random,
            AgentTrust trust,
            RelayTransport relay,
            SelfPortrait portrait,
            Pings pings,
            AgentMetrics metrics)
            throws StartException {
        AgentMessageSealer sealer = new AgentMessageSealer(
                config.agent().id(),
                config.cloud().audience(),
                trust::confirmed,
                () -> trust.cloud().keys(),
                clock,
                random);
        try {
            Heartbeats heartbeats =
                    Heartbeats.open(sealer, relay, config.agent().stateDirectory(), portrait, clock);
            metrics.watch(heartbeats);
            return new Steward(trust, sealer, relay, heartbeats, pings);
        } catch (DamagedFileException e) {
            throw StartException.misconfigured("agent.stateDirectory", e);
        }
    }

    /** While the agent takes nothing, it would not hear the cloud's echo. */
    private static Optional<String> closed(IntakeGate gate) {
        Set<IntakeGate.Cause> causes = gate.causes();
        return causes.isEmpty()
                ? Optional.empty()
                : Optional.of("the agent takes no messages now: "
                        + causes.stream()
                                .sorted()
                                .map(cause -> cause.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
    }

    /** The stand-by that somebody switched by hand is undone by its own key alone. */
    private void follow(AgentConfig before, AgentConfig next, IntakeGate gate, Events events) {
        policy.follow(next);
        AgentLogging.follow(next.agent().logLevel());
        if (before.agent().standby() != next.agent().standby()) {
            LocalControls.standby(gate, next.agent().standby(), events);
        }
    }

    private static AutoCloseable watch(ConfigReload reload) {
        return new ConfigWatch(reload.file(), reload::reload).start(CONFIG_LOOK);
    }

    /** In-flight requests end, are acknowledged and settled; what is left after the limit comes back to another agent. */
    private static void drain(RelayTransport relay, IntakeGate gate, Holds holds, Steward steward) {
        gate.set(IntakeGate.Cause.DRAINING, true);
        steward.tellSoon();
        holds.busy().end();
        holds.recheck().end();
        if (!relay.drain(DRAIN)) {
            log.atWarn()
                    .setMessage("requests were still in flight at the end of the drain; they will be delivered again")
                    .addKeyValue("inFlight", relay.health().inFlight())
                    .addKeyValue("seconds", DRAIN.toSeconds())
                    .log();
        }
    }

    private Event begun(AgentConfig config, AgentTrust trust, Clock clock) {
        return Event.of(EventType.AGENT_STARTED)
                .with("version", Version.CURRENT)
                .with("policy", policy.digest())
                .with("operations", policy.operations())
                .with("closed", policy.closed())
                .with("standby", config.agent().standby())
                .with(
                        "kid",
                        trust.confirmed()
                                .newestLive(KeyUse.SIG, clock.instant())
                                .map(key -> key.id().value()));
    }

    private static void end(AuditLog audit) {
        audit.tell(Event.of(EventType.AGENT_STOPPED));
        audit.close();
    }

    /** What {@code /readyz} says at this moment. */
    public Readiness readiness() {
        return vitals.readiness();
    }

    /**
     * Tells {@code manager} that the agent lives, as often as it wants to hear it. On the thread of the local endpoint, and only
     * while every look at a part of the agent comes back: a token or a probe that hangs, or an endpoint that answers nobody, is
     * silence.
     */
    public void tell(ServiceManager manager) {
        manager.interval()
                .ifPresent(interval -> http.every(interval, () -> {
                    if (vitals.stuck().isEmpty()) {
                        manager.alive(readiness());
                    }
                }));
    }

    /** Reads the file of the configuration again, if the agent follows one. */
    public void reloadConfig() {
        reload.ifPresent(ConfigReload::reload);
    }

    /** Where the local endpoint listens, or will. */
    public InetSocketAddress httpAddress() {
        return http.address();
    }

    /** Takes nothing new, lets what is in flight end, then closes; see docs/architecture.md for the order. */
    @Override
    public void close() {
        shutdown.close();
        log.atInfo().setMessage("agent stopped").log();
    }
}
