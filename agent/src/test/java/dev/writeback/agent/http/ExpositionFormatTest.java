package dev.writeback.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionFormatTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "application/openmetrics-text; version=1.0.0",
                "Application/OpenMetrics-Text; Version=\"1.0.0\"; charset=utf-8",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1",
                "text/html, application/openmetrics-text;version=0.0.1;q=0.1"
            })
    void openMetricsIsForWhoWantsItMost(String accept) {
        assertThat(ExpositionFormat.of(accept)).isEqualTo(ExpositionFormat.OPEN_METRICS);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ",;,q=",
                "*/*",
                "text/plain",
                "text/html,application/xhtml+xml",
                "application/openmetrics-text;q=0",
                "application/openmetrics-text;q=x",
                "application/openmetrics-text;version=2.0.0",
                "application/openmetrics-text;q=0.3,text/plain;q=0.5",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
            })
    void textIsForEverybodyElse(String accept) {
        assertThat(ExpositionFormat.of(accept)).isEqualTo(ExpositionFormat.TEXT);
    }
}
