package dev.writeback.agent.canary;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * When the canary runs: 5 to 20 seconds after the start, then after each interval, up to a tenth sooner or later by chance,
 * so that several agents with the same canary do not meet for long. Thread-safe.
 */
public final class CanaryRounds implements AutoCloseable {
    private static final Duration FIRST_AFTER = Duration.ofSeconds(5);
    private static final Duration FIRST_WITHIN = Duration.ofSeconds(20);
    private static final int JITTER_PERCENT = 10;

    /** What is left of an operation after the drain of users' requests. */
    private static final Duration LAST_RUN = Duration.ofSeconds(10);

    private final Runnable canary;
    private final Duration interval;
    private final SecureRandom random;
    private final ScheduledExecutorService thread;

    /**
     * @param canary one run; must not throw
     */
    public CanaryRounds(Runnable canary, Duration interval, SecureRandom random) {
        this(canary, interval, random, thread());
    }

    private static ScheduledExecutorService thread() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "canary");
            named.setDaemon(true);
            return named;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return thread;
    }

    CanaryRounds(Runnable canary, Duration interval, SecureRandom random, ScheduledExecutorService thread) {
        this.canary = canary;
        this.interval = interval;
        this.random = random;
        this.thread = thread;
    }

    /** Begins. */
    public void start() {
        runBetween(FIRST_AFTER, FIRST_WITHIN);
    }

    private void run() {
        canary.run();
        Duration jitter = interval.multipliedBy(JITTER_PERCENT).dividedBy(100);
        runBetween(interval.minus(jitter), interval.plus(jitter));
    }

    private void runBetween(Duration least, Duration most) {
        long millis = least.toMillis() + random.nextLong(most.minus(least).toMillis() + 1);
        try {
            var unused = thread.schedule(this::run, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: that was the last run.
        }
    }

    /** Lets the run at hand end, and leaves it alone when it does not: a write is never interrupted. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        thread.awaitTermination(LAST_RUN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
