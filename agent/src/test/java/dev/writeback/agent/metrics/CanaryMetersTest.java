package dev.writeback.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.canary.CanaryObserver;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CanaryMetersTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final AgentMetrics metrics = new AgentMetrics();

    @Test
    void anAgentWithoutACanaryShowsNothingOfOne() {
        assertThat(metrics.scrape()).doesNotContain("canary");
    }

    @Test
    void showsTheLastSuccessAndCountsRunsApartFromUsersRequests() {
        CanaryObserver canary = metrics.canary(Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(metrics.scrape()).contains("\nwriteback_canary_last_success_timestamp_seconds 0.0\n");

        canary.ended(Conclusion.of(Outcome.OK), true);
        canary.ended(Conclusion.refused(Reason.OUT_OF_SCOPE), false);
        canary.failed();
        canary.skipped();

        assertThat(metrics.scrape())
                .contains(
                        "\nwriteback_canary_last_success_timestamp_seconds 1.8E9\n",
                        "\nwriteback_canary_runs_total{outcome=\"ok\",reason=\"none\"} 1.0\n",
                        "\nwriteback_canary_runs_total{outcome=\"refused\",reason=\"out_of_scope\"} 1.0\n",
                        "\nwriteback_canary_runs_total{outcome=\"failed\",reason=\"none\"} 1.0\n",
                        "\nwriteback_canary_runs_total{outcome=\"skipped\",reason=\"none\"} 1.0\n",
                        "\nwriteback_deliveries_total 0.0\n")
                .doesNotContainPattern("writeback_requests_total\\{[^}]*} [1-9]");
    }
}
