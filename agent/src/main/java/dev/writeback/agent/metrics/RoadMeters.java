package dev.writeback.agent.metrics;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.pipeline.PipelineObserver;
import dev.writeback.agent.pipeline.Stage;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What happens on the road. Series that an alarm looks at are there from the beginning: Prometheus does not see the step from
 * no series to the first count. Thread-safe.
 */
final class RoadMeters implements PipelineObserver {
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
    private static final String UNKNOWN = "unknown";
    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final TraceOfThread trace;
    private final Counter deliveries;
    // One constant reason for everything that is not provably from the cloud: the finer one is in the log alone.
    private final Counter dropped;
    private final Counter unasked;
    private final Counter directives;
    private final Counter released;
    private final Counter failed;
    private final Map<Stage, Timer> stages;
    private final Map<RejectionKind, Counter> rejections;
    private final Map<Replay, Counter> replays;
    private final Map<Limit, Counter> limits;

    RoadMeters(MeterRegistry registry, TraceOfThread trace) {
        this.registry = registry;
        this.trace = trace;
        this.deliveries = Counter.builder("writeback.deliveries")
                .description("deliveries received, redeliveries among them")
                .register(registry);
        this.dropped = dropped("not_authentic");
        this.unasked = dropped("unasked_echo");
        this.directives = Counter.builder("writeback.directives")
                .description("messages of the cloud that steer the agent")
                .register(registry);
        this.released = Counter.builder("writeback.messages.released")
                .description("messages sealed to other agents, given back")
                .register(registry);
        this.failed = Counter.builder("writeback.deliveries.failed")
                .description("deliveries that ended without a conclusion; the message comes back")
                .register(registry);
        this.stages = each(Stage.class, this::stage);
        this.rejections = each(
                RejectionKind.class,
                kind -> Counter.builder("writeback.rejections")
                        .description("messages, or their sealed secrets, that were not accepted")
                        .tag("kind", lower(kind))
                        .register(registry));
        this.replays = each(
                Replay.class,
                how -> Counter.builder("writeback.replays")
                        .description("requests that had been here before")
                        .tag("kind", lower(how))
                        .register(registry));
        this.limits = each(
                Limit.class,
                which -> Counter.builder("writeback.rate.limited")
                        .description("requests refused for a limit")
                        .tag("limit", lower(which))
                        .register(registry));
        for (Operation operation : Operation.values()) {
            request(lower(operation));
            requests(lower(operation), lower(Outcome.OK), NONE, false);
        }
    }

    private static <E extends Enum<E>, M> Map<E, M> each(Class<E> type, Function<E, M> meter) {
        Map<E, M> all = new EnumMap<>(type);
        Arrays.stream(type.getEnumConstants()).forEach(constant -> all.put(constant, meter.apply(constant)));
        return all;
    }

    private Counter dropped(String reason) {
        return Counter.builder("writeback.messages.dropped")
                .description("messages removed without an ack")
                .tag("reason", reason)
                .register(registry);
    }

    private Timer stage(Stage stage) {
        return Timer.builder("writeback.stage")
                .description("time spent in one stage of the road")
                .tag("stage", lower(stage))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Timer request(String operation) {
        return Timer.builder("writeback.request")
                .description("receipt of a delivery until its ack was accepted")
                .tag("operation", operation)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Counter requests(String operation, String outcome, String reason, boolean recorded) {
        return Counter.builder("writeback.requests")
                .description("acks that the relay accepted")
                .tags("operation", operation, "outcome", outcome, "reason", reason)
                .tag("recorded", Boolean.toString(recorded))
                .register(registry);
    }

    @Override
    public void traced(String traceparent) {
        trace.enter(traceparent);
    }

    @Override
    public void left() {
        trace.leave();
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
    public void rejected(Rejection why) {
        count(rejections, RejectionKind.of(why));
    }

    @Override
    public void replayed(Replay how) {
        count(replays, how);
    }

    @Override
    public void limited(Limit which) {
        count(limits, which);
    }

    private static <E extends Enum<E>> void count(Map<E, Counter> counters, E which) {
        Counter counter = counters.get(which);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void acknowledged(Optional<Operation> operation, Conclusion conclusion, boolean recorded, Duration took) {
        String name = operation.map(RoadMeters::lower).orElse(UNKNOWN);
        requests(
                        name,
                        lower(conclusion.outcome()),
                        conclusion.reason().map(RoadMeters::lower).orElse(NONE),
                        recorded)
                .increment();
        request(name).record(took);
    }

    @Override
    public void timed(Stage stage, Duration took) {
        Timer timer = stages.get(stage);
        if (timer != null) {
            timer.record(took);
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
