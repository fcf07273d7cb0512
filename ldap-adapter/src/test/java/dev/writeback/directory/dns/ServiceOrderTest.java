package dev.writeback.directory.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 2782, "Usage rules". */
final class ServiceOrderTest {
    private static final int DRAWS = 20_000;

    private final ServiceOrder order = new ServiceOrder(new Random(1));

    @Test
    void asksTheLowestPriorityFirst() {
        List<ServiceRecord> ordered =
                order.of(List.of(record(20, 100, "late"), record(0, 0, "first"), record(10, 65_535, "second")));

        assertThat(ordered).extracting(ServiceRecord::host).containsExactly("first", "second", "late");
    }

    @Test
    void drawsEqualsInProportionToTheirWeights() {
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            List<ServiceRecord> ordered = order.of(List.of(record(0, 300, "big"), record(0, 100, "small")));
            assertThat(ordered).hasSize(2);
            firsts.merge(ordered.get(0).host(), 1, Integer::sum);
        }
        assertThat(firsts.get("big") / (double) DRAWS).isBetween(0.73, 0.77);
    }

    @Test
    void weightZeroIsRarelyFirstButNeverLost() {
        int first = 0;
        for (int i = 0; i < DRAWS; i++) {
            List<ServiceRecord> ordered = order.of(List.of(record(0, 0, "spare"), record(0, 100, "usual")));
            assertThat(ordered).extracting(ServiceRecord::host).containsExactlyInAnyOrder("spare", "usual");
            first += ordered.get(0).host().equals("spare") ? 1 : 0;
        }
        assertThat(first).isBetween(1, DRAWS / 20);
    }

    @Test
    void equalWeightsShareTheFirstPlace() {
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            List<ServiceRecord> ordered =
                    order.of(List.of(record(0, 100, "a"), record(0, 100, "b"), record(0, 100, "c")));
            firsts.merge(ordered.get(0).host(), 1, Integer::sum);
        }
        assertThat(firsts.values()).hasSize(3).allMatch(count -> count > DRAWS / 4);
    }

    @Test
    void nothingHasAnOrderToo() {
        assertThat(order.of(List.of())).isEmpty();
    }

    private static ServiceRecord record(int priority, int weight, String host) {
        return new ServiceRecord(priority, weight, host, 389);
    }
}
