package dev.writeback.sandbox.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What a number of calls took.
 *
 * @param perSecond of all together, by the clock
 * @param p50 milliseconds
 * @param p99 milliseconds
 */
public record Latencies(int count, double perSecond, double p50, double p99) {
    /** Rounds of the same work as one: rates by the time of all, quantiles as the mean of the rounds. */
    static Latencies together(List<Latencies> rounds) {
        int count = rounds.stream().mapToInt(Latencies::count).sum();
        double seconds = rounds.stream()
                .mapToDouble(round -> round.count() / round.perSecond())
                .sum();
        return new Latencies(
                count,
                count / seconds,
                rounds.stream().mapToDouble(Latencies::p50).average().orElse(0),
                rounds.stream().mapToDouble(Latencies::p99).average().orElse(0));
    }

    static Latencies of(List<Long> nanos, long wallNanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Latencies(
                sorted.length, sorted.length * 1e9 / wallNanos, quantile(sorted, 0.50), quantile(sorted, 0.99));
    }

    private static double quantile(long[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(Math.floor(part * sorted.length)))] / 1e6;
    }
}
