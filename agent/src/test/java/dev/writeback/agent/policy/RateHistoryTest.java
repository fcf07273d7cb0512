package dev.writeback.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.LimitSettings.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateHistoryTest {
    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

    private static final Rates TWO_IN_TEN = rates(2, 10);

    private final RateHistory<String> history = new RateHistory<>();

    @Test
    void refusesTheEventThatExceedsTheCount() {
        history.tryTake("u", START, TWO_IN_TEN);
        history.tryTake("u", START.plusSeconds(1), TWO_IN_TEN);

        assertThat(history.tryTake("u", START.plusSeconds(2), TWO_IN_TEN)).isFalse();
    }

    @Test
    void countsEachKeyAlone() {
        history.tryTake("u", START, TWO_IN_TEN);
        history.tryTake("u", START, TWO_IN_TEN);

        assertThat(history.tryTake("v", START, TWO_IN_TEN)).isTrue();
    }

    @Test
    void freesAnEventExactlyOneWindowAfterIt() {
        history.tryTake("u", START, TWO_IN_TEN);
        history.tryTake("u", START.plusSeconds(5), TWO_IN_TEN);

        assertThat(history.tryTake("u", START.plusSeconds(10).minusNanos(1), TWO_IN_TEN))
                .isFalse();
        assertThat(history.tryTake("u", START.plusSeconds(10), TWO_IN_TEN)).isTrue();
        assertThat(history.tryTake("u", START.plusSeconds(10), TWO_IN_TEN)).isFalse();
    }

    @Test
    void doesNotCountWhatItRefused() {
        history.tryTake("u", START, TWO_IN_TEN);
        history.tryTake("u", START, TWO_IN_TEN);
        for (int second = 1; second < 10; second++) {
            history.tryTake("u", START.plusSeconds(second), TWO_IN_TEN);
        }

        assertThat(history.tryTake("u", START.plusSeconds(10), TWO_IN_TEN)).isTrue();
    }

    @Test
    void countsNothingThatWasGivenBack() {
        history.tryTake("u", START, TWO_IN_TEN);
        history.tryTake("u", START, TWO_IN_TEN);
        history.giveBack("u");

        assertThat(history.tryTake("u", START, TWO_IN_TEN)).isTrue();
    }

    @Test
    void severalRatesHoldAllAtOnce() {
        Rates both = rates(2, 10).and(Optional.of(new Rate(3, Duration.ofSeconds(100))));
        take("u", 0, both);
        take("u", 1, both);

        assertThat(take("u", 2, both)).as("the third within ten seconds").isFalse();
        assertThat(take("u", 11, both)).isTrue();
        assertThat(take("u", 30, both))
                .as("the fourth within a hundred seconds")
                .isFalse();
        assertThat(take("u", 100, both)).isTrue();
    }

    @Test
    void aNewRateIsHeldAgainstWhatWasLetThroughBefore() {
        take("u", 0, TWO_IN_TEN);
        take("u", 1, TWO_IN_TEN);

        assertThat(take("u", 60, rates(2, 3600))).isFalse();
        assertThat(take("u", 60, rates(1, 3600))).isFalse();
        assertThat(take("u", 60, rates(3, 3600))).isTrue();
    }

    @Test
    void remembersTheNewestEventsUpToTheLargestCount() {
        for (int minute = 0; minute < 50; minute++) {
            assertThat(take("u", minute * 60, TWO_IN_TEN)).isTrue();
        }

        assertThat(take("u", 50 * 60, rates(2, 86_400))).isFalse();
    }

    @Test
    void remembersNothingLongerThanADay() {
        take("u", 0, rates(1, 86_400));

        assertThat(take("u", 86_399, rates(1, 86_400))).isFalse();
        assertThat(take("u", 86_400, rates(1, 86_400))).isTrue();
    }

    @Test
    void countsWithManyEventsAsWithFew() {
        Rates hundred = rates(100, 1000);
        for (int second = 0; second < 100; second++) {
            assertThat(take("u", second, hundred)).isTrue();
        }

        assertThat(take("u", 999, hundred)).isFalse();
        for (int second = 0; second < 100; second++) {
            assertThat(take("u", 1000 + second, hundred)).isTrue();
            assertThat(take("u", 1000 + second, hundred)).isFalse();
        }
    }

    private boolean take(String key, int second, Rates rates) {
        return history.tryTake(key, START.plusSeconds(second), rates);
    }

    private static Rates rates(int count, int seconds) {
        return Rates.of(new Rate(count, Duration.ofSeconds(seconds)));
    }
}
