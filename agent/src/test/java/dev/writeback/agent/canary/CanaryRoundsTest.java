package dev.writeback.agent.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CanaryRoundsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final HandExecutor thread = new HandExecutor();
    private final AtomicInteger runs = new AtomicInteger();
    private final CanaryRounds rounds = new CanaryRounds(runs::incrementAndGet, HOUR, new SecureRandom(), thread);

    /** Keeps what it is given until the test lets that time pass. */
    private static final class HandExecutor extends ScheduledThreadPoolExecutor {
        private final Deque<Runnable> due = new ArrayDeque<>();
        private Duration delay = Duration.ZERO;

        HandExecutor() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long length, TimeUnit unit) {
            if (isShutdown()) {
                throw new RejectedExecutionException("closed");
            }
            due.add(command);
            delay = Duration.of(length, unit.toChronoUnit());
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        Duration next() {
            return delay;
        }

        void pass() {
            due.remove().run();
        }
    }

    @AfterEach
    void end() {
        thread.shutdownNow();
    }

    @Test
    void firstRunComesSoonAfterTheStartAndNotAtOnce() {
        rounds.start();

        assertThat(runs).hasValue(0);
        assertThat(thread.next()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    @Test
    void eachRunIsFollowedByOneAfterTheIntervalATenthMoreOrLess() {
        rounds.start();

        for (int run = 1; run <= 20; run++) {
            thread.pass();
            assertThat(runs).hasValue(run);
            assertThat(thread.next()).isBetween(Duration.ofMinutes(54), Duration.ofMinutes(66));
        }
    }

    @Test
    void nothingFollowsTheRunDuringWhichItWasClosed() throws Exception {
        rounds.start();
        thread.getQueue().clear();

        rounds.close();
        thread.pass();

        assertThat(runs).hasValue(1);
        assertThat(thread.due).isEmpty();
    }
}
