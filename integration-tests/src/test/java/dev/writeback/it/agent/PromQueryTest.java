package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.it.agent.PromQuery.Selector;
import dev.writeback.it.agent.PromQuery.Wish;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromQueryTest {
    @Test
    void findsMetricsLabelsAndGrouping() {
        PromQuery query = PromQuery.of(
                "sum by (a, b) (rate(x_total{c=\"1}\",d=~\"e|f\"}[5m])) / on (g) time() - y_seconds > 3 * 0.5");

        assertThat(query.selectors())
                .containsExactly(
                        new Selector("x_total", List.of(new Wish("c", "=", "1}"), new Wish("d", "=~", "e|f"))),
                        new Selector("y_seconds", List.of()));
        assertThat(query.grouping()).containsExactlyInAnyOrder("a", "b", "g");
    }
}
