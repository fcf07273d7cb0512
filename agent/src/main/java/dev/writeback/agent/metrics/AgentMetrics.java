package dev.writeback.agent.metrics;

import dev.writeback.agent.audit.AuditLog;
import dev.writeback.agent.canary.CanaryObserver;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.pipeline.PipelineObserver;
import dev.writeback.agent.pipeline.Stage;
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
import dev.writeback.protocol.message.Operation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The agent's meters, on one Prometheus registry. Thread-safe. */
public final class AgentMetrics implements PipelineObserver {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter deliveries = registry.counter("writeback.deliveries");
    // One constant reason for everything that is not provably from the cloud: the finer one is in the log alone.
    private final Counter dropped = registry.counter("writeback.messages.dropped", "reason", "not_authentic");
    private final Counter unasked = registry.counter("writeback.messages.dropped", "reason", "unasked_echo");
    private final Counter directives = registry.counter("writeback.directives");
    private final Counter released = registry.counter("writeback.messages.released");
    private final Counter failed = registry.counter("writeback.deliveries.failed");
    private final List<Runnable> refreshed = new CopyOnWriteArrayList<>();
    private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);

    public AgentMetrics() {
        for (Stage stage : Stage.values()) {
            stages.put(
                    stage,
                    Timer.builder("writeback.stage")
                            .description("time spent in one stage of the road")
                            .tag("stage", lower(stage))
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
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
        refreshed.forEach(Runnable::run);
        return registry.scrape(contentType);
    }

    @Override
    public void received() {
        deliveries.increment();
    }

    @Override
    public void dropped() {
        dropped.increment();
    }

    @Override
    public void unasked() {
        unasked.increment();
    }

    @Override
    public void directed() {
        directives.increment();
    }

    @Override
    public void released() {
        released.increment();
    }

    @Override
    public void failed() {
        failed.increment();
    }

    @Override
    public void acknowledged(Optional<Operation> operation, Conclusion conclusion, boolean recorded, Duration took) {
        Tags tags = Tags.of(
                "operation", operation.map(AgentMetrics::lower).orElse("unknown"),
                "outcome", lower(conclusion.outcome()),
                "reason", conclusion.reason().map(AgentMetrics::lower).orElse("none"));
        registry.counter("writeback.requests", tags.and("recorded", Boolean.toString(recorded)))
                .increment();
        Timer.builder("writeback.request")
                .description("receipt of a delivery until its ack was accepted")
                .tags("operation", operation.map(AgentMetrics::lower).orElse("unknown"))
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took);
    }

    @Override
    public void timed(Stage stage, Duration took) {
        Timer timer = stages.get(stage);
        if (timer != null) {
            timer.record(took);
        }
    }

    /** Shows the state of the audit. */
    public void watch(AuditLog audit) {
        new AuditMeters(registry).watch(audit);
    }

    /** Shows the state of the relay. */
    public void watch(RelayTransport relay, Clock clock) {
        Gauge.builder("writeback.relay.up", relay, r -> r.health().state() == RelayHealth.State.UP ? 1 : 0)
                .register(registry);
        Gauge.builder("writeback.relay.in.flight", relay, r -> r.health().inFlight())
                .register(registry);
        TimeGauge.builder(
                        "writeback.relay.last.success.age",
                        () -> relay.health()
                                .lastSuccess()
                                .map(at -> (double)
                                        Duration.between(at, clock.instant()).toMillis())
                                .orElse(Double.NaN),
                        TimeUnit.MILLISECONDS)
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

    /** Shows how many requests are remembered. */
    public void watch(Journal journal) {
        Gauge.builder("writeback.journal.entries", journal, Journal::size).register(registry);
    }

    /** Shows why nothing is taken, cause by cause. */
    public void watch(IntakeGate gate) {
        for (IntakeGate.Cause cause : IntakeGate.Cause.values()) {
            Gauge.builder("writeback.intake.closed", gate, g -> g.causes().contains(cause) ? 1 : 0)
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
                .register(registry);
    }

    /** Shows which build runs. */
    public void build(String version, String agentId) {
        Gauge.builder("writeback.build.info", () -> 1)
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

    /** Shows which policy is in force. */
    public void watch(PolicyInForce policy) {
        refreshed.add(new PolicyGauges(policy, registry)::refresh);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
