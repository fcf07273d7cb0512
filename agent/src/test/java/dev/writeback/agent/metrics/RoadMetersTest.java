package dev.writeback.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.pipeline.PipelineObserver;
import dev.writeback.agent.pipeline.PipelineObserver.Limit;
import dev.writeback.agent.pipeline.PipelineObserver.Replay;
import dev.writeback.agent.pipeline.Stage;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoadMetersTest {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    private static final String EXEMPLAR =
            " # {span_id=\"00f067aa0ba902b7\",trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\"} ";

    private final AgentMetrics metrics = new AgentMetrics();
    private final PipelineObserver road = metrics.road();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void theTraceOfARequestIsTheExemplarOfItsBucket() {
        road.received();
        road.traced(TRACE);
        road.timed(Stage.WRITE, Duration.ofMillis(20));
        road.acknowledged(Optional.of(Operation.RESET), Conclusion.of(Outcome.OK), false, Duration.ofMillis(30));
        road.left();

        String page = metrics.scrape(OPEN_METRICS);

        assertThat(page)
                .contains("writeback_stage_seconds_bucket{stage=\"write\",le=\"0.025\"} 1" + EXEMPLAR + "0.02 ")
                .contains("writeback_request_seconds_bucket{operation=\"reset\",le=\"0.05\"} 1" + EXEMPLAR + "0.03 ")
                .endsWith("# EOF\n");
        assertThat(metrics.scrape()).doesNotContain("trace_id").doesNotContain("# EOF");
    }

    @Test
    void aTraceEndsWithItsRequest() {
        road.traced(TRACE);
        road.left();
        road.timed(Stage.WRITE, Duration.ofMillis(20));

        assertThat(metrics.scrape(OPEN_METRICS)).doesNotContain("trace_id");
    }

    @Test
    void aRequestWithoutATraceIsCountedAllTheSame() {
        road.acknowledged(Optional.empty(), Conclusion.refused(Reason.BAD_REQUEST), false, Duration.ofMillis(3));

        assertThat(metrics.scrape())
                .contains("\nwriteback_requests_total{operation=\"unknown\",outcome=\"refused\",reason=\"bad_request\","
                        + "recorded=\"false\"} 1.0\n");
    }

    @Test
    void whatAnAlarmLooksAtIsThereBeforeItHappens() {
        assertThat(metrics.scrape())
                .contains(
                        "\nwriteback_requests_total{operation=\"unlock\",outcome=\"ok\",reason=\"none\",recorded=\"false\"} 0.0\n")
                .contains("\nwriteback_request_seconds_bucket{operation=\"reset\",le=\"10.0\"} 0\n")
                .contains("\nwriteback_replays_total{kind=\"altered\"} 0.0\n")
                .contains("\nwriteback_rejections_total{kind=\"not_authentic\"} 0.0\n")
                .contains("\nwriteback_rate_limited_total{limit=\"user\"} 0.0\n")
                .contains("\nwriteback_messages_dropped_total{reason=\"not_authentic\"} 0.0\n");
    }

    @ParameterizedTest
    @CsvSource({
        "PACKAGE_TOO_LARGE, malformed",
        "PACKAGE_EPK, malformed",
        "PACKAGE_UNWRAP, not_authentic",
        "PACKAGE_AUTHENTICATION, not_authentic",
        "SIGNATURE_WRONG, not_authentic",
        "CLAIMS_SYNTAX, not_authentic",
        "UNEXPECTED, not_authentic",
        "TRACE, bad_request",
        "SECRET_AUTHENTICATION, bad_secret",
        "PASSWORD_NUL, bad_secret"
    })
    void countsARejectionByNoMoreThanItsSenderKnows(Rejection why, String kind) {
        road.rejected(why);

        assertThat(metrics.scrape()).contains("\nwriteback_rejections_total{kind=\"" + kind + "\"} 1.0\n");
    }

    @ParameterizedTest
    @EnumSource
    void everyRejectionHasAKind(Rejection why) {
        assertThat(RejectionKind.of(why)).isNotNull();
    }

    @Test
    void countsReplaysAndLimits() {
        road.replayed(Replay.REPEATED);
        road.limited(Limit.USER);

        assertThat(metrics.scrape())
                .contains("\nwriteback_replays_total{kind=\"repeated\"} 1.0\n")
                .contains("\nwriteback_rate_limited_total{limit=\"user\"} 1.0\n");
    }

    @Test
    void showsTheJavaProcess() {
        assertThat(metrics.scrape())
                .contains("\njvm_memory_used_bytes{", "\njvm_threads_live_threads ", "\nprocess_cpu_usage ")
                .contains("\nprocess_files_open_files ", "\nprocess_uptime_seconds ");
    }
}
