package dev.writeback.agent.relay.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FullJitterBackoffTest {
    /** Draws the largest number that is allowed, which shows the bound. */
    private final RandomGenerator largest = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private final FullJitterBackoff backoff =
            new FullJitterBackoff(Duration.ofMillis(500), Duration.ofSeconds(3), largest);

    @Test
    void boundDoublesUpToTheCapAndStartsAgainAfterAReset() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pauses.add(backoff.next().toMillis());
        }
        assertThat(pauses).containsExactly(500L, 1000L, 2000L, 3000L, 3000L);

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
    }
}
