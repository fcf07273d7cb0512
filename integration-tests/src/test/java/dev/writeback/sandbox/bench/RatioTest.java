package dev.writeback.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RatioTest {
    private static final Random SEEDED = new Random(7);

    @Test
    void isTheRatioOfTheRatesOverAllRounds() {
        // 20 calls in 3 s beside 20 calls in 2 s.
        Ratio ratio = Ratio.of(List.of(round(10, 10), round(10, 5)), List.of(round(10, 10), round(10, 10)), SEEDED);

        assertThat(ratio.value()).isCloseTo(2.0 / 3, within(1e-9));
    }

    @Test
    void leavesNothingToChanceWhereEveryRoundIsTheSame() {
        Ratio ratio = Ratio.of(Collections.nCopies(12, round(8, 19)), Collections.nCopies(12, round(8, 20)), SEEDED);

        assertThat(ratio.low()).isCloseTo(0.95, within(1e-9));
        assertThat(ratio.high()).isCloseTo(0.95, within(1e-9));
    }

    @Test
    void intervalHoldsTheValueAndIsWideWhereRoundsDiffer() {
        Ratio ratio = Ratio.of(
                List.of(round(8, 10), round(8, 20), round(8, 15)),
                List.of(round(8, 20), round(8, 10), round(8, 15)),
                SEEDED);

        assertThat(ratio.low()).isLessThan(ratio.value() - 0.1);
        assertThat(ratio.high()).isGreaterThan(ratio.value() + 0.1);
    }

    @Test
    void whatSlowsAWholeRoundIsNoDifference() {
        List<Latencies> slowedAtTimes = List.of(round(8, 20), round(8, 5), round(8, 20), round(8, 10));

        Ratio ratio = Ratio.of(slowedAtTimes, slowedAtTimes, SEEDED);

        assertThat(ratio.low()).isEqualTo(1);
        assertThat(ratio.high()).isEqualTo(1);
    }

    private static Latencies round(int count, double perSecond) {
        return new Latencies(count, perSecond, 0, 0);
    }
}
