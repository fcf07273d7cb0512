package dev.writeback.agent.metrics;

import dev.writeback.agent.replication.ReplicationObserver;
import dev.writeback.agent.replication.ReplicationWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What became of the verifications of one directory; all series are there from the beginning. Thread-safe. */
final class ReplicationMeters implements ReplicationObserver {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1)
    };

    private final Timer lag;
    private final DistributionSummary servers;
    private final Map<Result, Counter> verifications = new EnumMap<>(Result.class);

    ReplicationMeters(String directory, MeterRegistry registry) {
        Tags tags = Tags.of("directory", directory);
        this.lag = Timer.builder("writeback.replication.lag")
                .description("from the answer to the write of a password until one more server was seen to have it")
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.servers = DistributionSummary.builder("writeback.replication.servers")
                .description("servers, beside the one written to, that had the password when its verification ended")
                .tags(tags)
                .register(registry);
        for (Result result : Result.values()) {
            verifications.put(
                    result,
                    Counter.builder("writeback.replication.verifications")
                            .description("written passwords that were followed to other servers")
                            .tags(tags.and("result", result.name().toLowerCase(Locale.ROOT)))
                            .register(registry));
        }
    }

    /** Shows how many are under way. */
    static void watch(String directory, ReplicationWatch watch, MeterRegistry registry) {
        Gauge.builder("writeback.replication.under.way", watch, ReplicationWatch::underWay)
                .description("verifications under way")
                .tags("directory", directory)
                .register(registry);
    }

    @Override
    public void arrived(Duration took) {
        lag.record(took);
    }

    @Override
    public void ended(Result result, int reached) {
        if (result == Result.REACHED || result == Result.OVERDUE) {
            servers.record(reached);
        }
        Counter counter = verifications.get(result);
        if (counter != null) {
            counter.increment();
        }
    }
}
