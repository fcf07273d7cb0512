package dev.writeback.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.LimitSettings.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatesTest {
    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "5, 60, 5, 60, true",
        "5, 60, 6, 60, true",
        "5, 60, 5, 30, true",
        "5, 60, 4, 60, false",
        "5, 60, 5, 61, false",
        "5, 60, 10, 120, true",
        "5, 60, 10, 121, false",
        "1, 1, 60, 60, true",
        "60, 60, 1, 1, false"
    })
    void oneRateImpliesAnother(int count, int seconds, int looseCount, int looseSeconds, boolean implied) {
        assertThat(Rates.implies(rate(count, seconds), rate(looseCount, looseSeconds)))
                .isEqualTo(implied);
    }

    @Test
    void keepsBothWhereNeitherImpliesTheOther() {
        assertThat(Rates.of(rate(100, 3600)).and(Optional.of(rate(3, 60))).all())
                .containsExactly(rate(3, 60), rate(100, 3600));
    }

    @Test
    void dropsWhatIsImplied() {
        assertThat(Rates.of(rate(100, 3600)).and(Optional.of(rate(100, 60))).all())
                .containsExactly(rate(100, 3600));
        assertThat(Rates.of(rate(5, 60)).and(Optional.of(rate(5, 60))).all()).containsExactly(rate(5, 60));
        assertThat(Rates.of(rate(5, 60)).and(Optional.empty()).all()).containsExactly(rate(5, 60));
    }

    @Test
    void whatIsDroppedWouldHaveChangedNothing() {
        SplittableRandom random = new SplittableRandom(1);
        int dropped = 0;
        for (int round = 0; round < 2000; round++) {
            Rate one = rate(random.nextInt(1, 6), random.nextInt(1, 12));
            Rate other = rate(random.nextInt(1, 6), random.nextInt(1, 12));
            Rates both = Rates.of(one).and(Optional.of(other));
            dropped += 2 - both.all().size();
            RateHistory<String> reduced = new RateHistory<>();
            RateHistory<String> first = new RateHistory<>();
            RateHistory<String> second = new RateHistory<>();
            Instant now = START;
            for (int event = 0; event < 30; event++) {
                now = now.plusSeconds(random.nextInt(4));
                boolean byFirst = first.tryTake("u", now, Rates.of(one));
                boolean byBoth = byFirst && second.tryTake("u", now, Rates.of(other));
                if (byFirst && !byBoth) {
                    first.giveBack("u");
                }
                assertThat(reduced.tryTake("u", now, both))
                        .as("%s and %s in round %s", one, other, round)
                        .isEqualTo(byBoth);
            }
        }
        assertThat(dropped).as("rounds in which something was dropped").isBetween(200, 1800);
    }

    private static Rate rate(int count, int seconds) {
        return new Rate(count, Duration.ofSeconds(seconds));
    }
}
