package dev.writeback.sandbox.bench;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One rate as a part of another, both measured in rounds that took turns, with what chance may have made of it.
 *
 * @param value 1 when they are the same
 * @param low the lower end of the 95 % interval
 * @param high its upper end
 */
public record Ratio(double value, double low, double high) {
    private static final int RESAMPLES = 4000;
    private static final double TAIL = 0.025;

    /**
     * The bootstrap over whole rounds: what disturbs the machine for a while disturbs all of a round.
     *
     * @param one as many rounds as {@code other}, in the same order
     */
    static Ratio of(List<Latencies> one, List<Latencies> other, RandomGenerator random) {
        int rounds = one.size();
        int[] each = new int[rounds];
        Arrays.setAll(each, i -> i);
        double[] drawn = new double[RESAMPLES];
        int[] pick = new int[rounds];
        for (int i = 0; i < RESAMPLES; i++) {
            Arrays.setAll(pick, any -> random.nextInt(rounds));
            drawn[i] = rate(one, pick) / rate(other, pick);
        }
        Arrays.sort(drawn);
        return new Ratio(
                rate(one, each) / rate(other, each),
                drawn[(int) (TAIL * RESAMPLES)],
                drawn[(int) ((1 - TAIL) * RESAMPLES)]);
    }

    private static double rate(List<Latencies> rounds, int[] pick) {
        double count = 0;
        double seconds = 0;
        for (int i : pick) {
            count += rounds.get(i).count();
            seconds += rounds.get(i).count() / rounds.get(i).perSecond();
        }
        return count / seconds;
    }
}
