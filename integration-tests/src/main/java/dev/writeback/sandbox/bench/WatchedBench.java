package dev.writeback.sandbox.bench;

import dev.writeback.sandbox.process.AgentHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Resets through the whole road while the agent's metrics, health and status are read, beside resets while nobody reads them, in
 * rounds that take turns. What the agent counts for them it counts in both.
 */
public final class WatchedBench {
    private final RoadBench road;
    private final AgentHttp agent;
    private final RandomGenerator random;

    /** @param agent of the road */
    public WatchedBench(RoadBench road, AgentHttp agent, RandomGenerator random) {
        this.road = road;
        this.agent = agent;
        this.random = random;
    }

    /**
     * What was measured.
     *
     * @param reads how often each page was read
     * @param ratio the rate with readers, as a part of that without
     */
    public record Result(Latencies watched, Latencies alone, int reads, Ratio ratio) {}

    /**
     * Warms up, then measures.
     *
     * @param workers 1 to {@link RoadBench#USERS}
     * @param rounds of each kind
     * @param calls of a round, in all
     * @param every from the beginning of one reading of all pages to that of the next
     */
    public Result run(int workers, int rounds, int calls, Duration every)
            throws InterruptedException, ExecutionException {
        List<Load.Call> resets = road.resets(workers);
        AtomicInteger reads = new AtomicInteger();
        List<Latencies> watched = new ArrayList<>();
        List<Latencies> alone = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Load.share(resets, calls);
            watched(resets, calls, every, new AtomicInteger());
        }
        for (int i = 0; i < rounds; i++) {
            boolean first = random.nextBoolean();
            if (first) {
                watched.add(watched(resets, calls, every, reads));
            }
            alone.add(Load.share(resets, calls));
            if (!first) {
                watched.add(watched(resets, calls, every, reads));
            }
        }
        return new Result(
                Latencies.together(watched), Latencies.together(alone), reads.get(), Ratio.of(watched, alone, random));
    }

    private Latencies watched(List<Load.Call> resets, int calls, Duration every, AtomicInteger reads)
            throws InterruptedException, ExecutionException {
        ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
        try {
            var unused = reader.scheduleAtFixedRate(
                    () -> {
                        if (agent.metrics().isEmpty()
                                || agent.readiness().isEmpty()
                                || agent.status().isEmpty()) {
                            throw new IllegalStateException("a page is empty");
                        }
                        reads.incrementAndGet();
                    },
                    0,
                    every.toMillis(),
                    TimeUnit.MILLISECONDS);
            return Load.share(resets, calls);
        } finally {
            reader.shutdownNow();
            reader.awaitTermination(5, TimeUnit.SECONDS);
        }
    }
}
