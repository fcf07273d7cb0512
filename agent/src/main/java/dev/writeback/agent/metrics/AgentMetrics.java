package dev.writeback.agent.metrics;

import dev.writeback.agent.audit.AuditLog;
import dev.writeback.agent.canary.CanaryObserver;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.pipeline.PipelineObserver;
import dev.writeback.agent.policy.PolicyInForce;
import dev.writeback.agent.presence.Heartbeats;
import dev.writeback.agent.presence.Pings;
import dev.writeback.agent.relay.RelayHealth;
import dev.writeback.agent.relay.RelayTransport;
import dev.writeback.agent.reload.ConfigReload;
import dev.writeback.agent.replication.ReplicationObserver;
import dev.writeback.agent.replication.ReplicationWatch;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.directory.Directory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The agent's meters, on one Prometheus registry. Thread-safe. */
public final class AgentMetrics implements AutoCloseable {
    private final TraceOfThread trace = new TraceOfThread();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), io.micrometer.core.instrument.Clock.SYSTEM, trace);
    private final List<Runnable> refreshed = new CopyOnWriteArrayList<>();
    private final RoadMeters road = new RoadMeters(registry, trace);
    private final ProcessMeters process = new ProcessMeters(registry);

    /** Is to be told what happens on the road of users' requests. */
    public PipelineObserver road() {
        return road;
    }

    /** The page that Prometheus scrapes, text format 0.0.4. */
    public String scrape() {
        return scrape("text/plain; version=0.0.4");
    }

    /**
     * The page that Prometheus scrapes.
     *
     * @param contentType that of the text format, or of OpenMetrics, which alone has exemplars
     */
    public String scrape(String contentType) {
        process.bindOnce();
        refreshed.forEach(Runnable::run);
        return registry.scrape(contentType);
    }

    /** Shows the state of the audit. */
    public void watch(AuditLog audit) {
        new AuditMeters(registry).watch(audit);
    }

    /** Shows the state of the relay. */
    public void watch(RelayTransport relay, Clock clock) {
        Gauge.builder("writeback.relay.up", relay, r -> r.health().state() == RelayHealth.State.UP ? 1 : 0)
                .description("1: messages can flow")
                .register(registry);
        for (RelayHealth.State state : RelayHealth.State.values()) {
            Gauge.builder("writeback.relay.state", relay, r -> r.health().state() == state ? 1 : 0)
                    .description("1 for the state that the relay is in")
                    .tag("state", lower(state))
                    .register(registry);
        }
        Gauge.builder("writeback.relay.in.flight", relay, r -> r.health().inFlight())
                .description("deliveries being handled")
                .register(registry);
        TimeGauge.builder(
                        "writeback.relay.last.success.age",
                        () -> relay.health()
                                .lastSuccess()
                                .map(at -> (double)
                                        Duration.between(at, clock.instant()).toMillis())
                                .orElse(Double.NaN),
                        TimeUnit.MILLISECONDS)
                .description("since the relay last answered anything")
                .register(registry);
    }

    /** Shows the state of a directory and of each of its servers, which may come and go. */
    public void watch(String name, Directory directory) {
        refreshed.add(new ServerGauges(name, directory, registry)::refresh);
        TimeGauge.builder(
                        "writeback.directory.clock.offset",
                        () -> directory
                                .health()
                                .clockOffset()
                                .map(offset -> (double) offset.toMillis())
                                .orElse(Double.NaN),
                        TimeUnit.MILLISECONDS)
                .description("host clock minus directory clock")
                .tags("directory", name)
                .register(registry);
    }

    /** Shows what becomes of the passwords that are followed to other servers of a directory. */
    public ReplicationObserver replicationOf(String directory) {
        return new ReplicationMeters(directory, registry);
    }

    /** Shows how many of them are under way. */
    public void watch(String directory, ReplicationWatch watch) {
        ReplicationMeters.watch(directory, watch, registry);
    }

    /** Shows how many requests are remembered, and how many can be. */
    public void watch(Journal journal) {
        Gauge.builder("writeback.journal.entries", journal, Journal::size)
                .description("requests remembered")
                .register(registry);
        Gauge.builder("writeback.journal.capacity.entries", journal, Journal::capacity)
                .description("the most requests remembered; when that many are, nothing is taken")
                .register(registry);
    }

    /** Shows why nothing is taken, cause by cause. */
    public void watch(IntakeGate gate) {
        for (IntakeGate.Cause cause : IntakeGate.Cause.values()) {
            Gauge.builder("writeback.intake.closed", gate, g -> g.causes().contains(cause) ? 1 : 0)
                    .description("1: nothing is taken, for that cause")
                    .tag("cause", lower(cause))
                    .register(registry);
        }
    }

    /** Shows the age of the agent's keys and what is left of them; keys come and go. */
    public void watch(AgentTrust trust, Clock clock) {
        refreshed.add(new KeyGauges(trust, clock, registry)::refresh);
    }

    /** Shows when the relay last took a heartbeat. */
    public void watch(Heartbeats heartbeats) {
        TimeGauge.builder(
                        "writeback.heartbeat.last.success.timestamp",
                        () -> heartbeats
                                .lastSuccess()
                                .map(at -> (double) at.toEpochMilli())
                                .orElse(Double.NaN),
                        TimeUnit.MILLISECONDS)
                .description("when the relay last took a heartbeat; NaN before")
                .register(registry);
    }

    /** Shows the canary's runs. */
    public CanaryObserver canary(Clock clock) {
        return new CanaryMeters(registry, clock);
    }

    /** Shows how long the way to the cloud and back was. */
    public void watch(Pings pings) {
        TimeGauge.builder(
                        "writeback.ping.last.round.trip",
                        () -> pings.lastRoundTrip()
                                .map(took -> (double) took.toMillis())
                                .orElse(Double.NaN),
                        TimeUnit.MILLISECONDS)
                .description("through the relay to the cloud and back, when it was last asked for; NaN before")
                .register(registry);
    }

    /** Shows which build runs. */
    public void build(String version, String agentId) {
        Gauge.builder("writeback.build.info", () -> 1)
                .description("1; the labels say which build runs as which agent")
                .tags("version", version, "agent", agentId)
                .register(registry);
    }

    /** Shows whether the agent runs with what its file says. */
    public void watch(ConfigReload reload) {
        Gauge.builder(
                        "writeback.config.last.reload.successful",
                        reload,
                        r -> r.standing().isInForce() ? 1 : 0)
                .description("0: the file is wrong or needs a restart, and the agent runs with an earlier one")
                .register(registry);
        TimeGauge.builder(
                        "writeback.config.last.reload.timestamp",
                        () -> reload.standing().since().getEpochSecond(),
                        TimeUnit.SECONDS)
                .description("when the configuration in force was read")
                .register(registry);
    }

    /** Is to be called when the local endpoint finds its port taken. */
    public Runnable endpointPortTaken() {
        return Counter.builder("writeback.endpoint.port.taken")
                .description("tries to listen in which somebody else had the local endpoint's port")
                .register(registry)::increment;
    }

    /** Shows which policy is in force. */
    public void watch(PolicyInForce policy) {
        refreshed.add(new PolicyGauges(policy, registry)::refresh);
    }

    /**
     * Shows what {@code /readyz} says.
     *
     * @param components whether each is ready; must not block
     */
    public void watchReadiness(Supplier<Map<String, Boolean>> components) {
        refreshed.add(new ReadinessGauges(components, registry)::refresh);
    }

    /** Takes its hands off the process; what was counted can still be read. */
    @Override
    public void close() {
        process.close();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
