package dev.writeback.agent.policy;

import dev.writeback.agent.config.LimitSettings.Rate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Rates that hold all at once. To narrow is to add one: the smaller count with the shorter window would be neither of two
 * rates, and could allow what one of them forbids.
 *
 * @param all without those that another one implies, shortest window first, so that equal texts mean equal limits
 */
record Rates(List<Rate> all) {
    private static final Comparator<Rate> ORDER =
            Comparator.comparing(Rate::window).thenComparingInt(Rate::count);

    Rates {
        List<Rate> needed = new ArrayList<>();
        for (Rate rate : all.stream().sorted(ORDER).distinct().toList()) {
            if (all.stream().noneMatch(other -> !other.equals(rate) && implies(other, rate))) {
                needed.add(rate);
            }
        }
        all = List.copyOf(needed);
    }

    static Rates of(Rate only) {
        return new Rates(List.of(only));
    }

    Rates and(Optional<Rate> other) {
        List<Rate> both = new ArrayList<>(all);
        other.ifPresent(both::add);
        return new Rates(both);
    }

    /** The most that any of them counts. */
    int mostCount() {
        return all.stream().mapToInt(Rate::count).max().orElse(0);
    }

    /**
     * Whether what {@code strict} allows is always within {@code loose}: the longer window is covered by so many of the
     * shorter ones, and each of those may be full.
     */
    static boolean implies(Rate strict, Rate loose) {
        long covering =
                -Math.floorDiv(-loose.window().toSeconds(), strict.window().toSeconds());
        return covering * strict.count() <= loose.count();
    }
}
