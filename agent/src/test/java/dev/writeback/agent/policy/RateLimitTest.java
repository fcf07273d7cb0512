package dev.writeback.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

    private final RateLimit<String> limit = new RateLimit<>(2, Duration.ofSeconds(10));

    @Test
    void refusesTheEventThatExceedsTheCount() {
        limit.tryTake("u", START);
        limit.tryTake("u", START.plusSeconds(1));

        assertThat(limit.tryTake("u", START.plusSeconds(2))).isFalse();
    }

    @Test
    void countsEachKeyAlone() {
        limit.tryTake("u", START);
        limit.tryTake("u", START);

        assertThat(limit.tryTake("v", START)).isTrue();
    }

    @Test
    void freesAnEventExactlyOneWindowAfterIt() {
        limit.tryTake("u", START);
        limit.tryTake("u", START.plusSeconds(5));

        assertThat(limit.tryTake("u", START.plusSeconds(10).minusNanos(1))).isFalse();
        assertThat(limit.tryTake("u", START.plusSeconds(10))).isTrue();
        assertThat(limit.tryTake("u", START.plusSeconds(10))).isFalse();
    }

    @Test
    void doesNotCountWhatItRefused() {
        limit.tryTake("u", START);
        limit.tryTake("u", START);
        for (int second = 1; second < 10; second++) {
            limit.tryTake("u", START.plusSeconds(second));
        }

        assertThat(limit.tryTake("u", START.plusSeconds(10))).isTrue();
    }

    @Test
    void countsNothingThatWasGivenBack() {
        limit.tryTake("u", START);
        limit.tryTake("u", START);
        limit.giveBack("u");

        assertThat(limit.tryTake("u", START)).isTrue();
    }
}
