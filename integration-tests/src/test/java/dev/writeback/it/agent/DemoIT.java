package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.writeback.sandbox.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** The command {@code writeback demo}. */
class DemoIT {
    @Test
    void everyStepGoesAsExpectedAndOneDocumentSaysSo() throws Exception {
        // When
        StringWriter out = new StringWriter();
        int code = Main.commandLine().setOut(new PrintWriter(out)).execute("demo", "--output", "json");

        // Then
        assertThat(out.toString().lines()).hasSize(1);
        JsonNode report = JsonMapper.builder().build().readTree(out.toString());
        assertThat(report.path("steps"))
                .hasSizeGreaterThanOrEqualTo(25)
                .allSatisfy(step -> assertThat(step.path("verified").asBoolean())
                        .as(step.toString())
                        .isTrue());
        assertThat(report.path("failed").asInt()).as(out.toString()).isZero();
        assertThat(report.path("passed").asInt()).isEqualTo(report.path("steps").size());
        assertThat(code).isZero();
    }
}
