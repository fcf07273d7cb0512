package dev.writeback.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.Problem;
import dev.writeback.agent.doctor.Check;
import dev.writeback.agent.doctor.Report;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * The doctor's report for scripts: {@code status}, {@code failures}, {@code warnings}, {@code millis} and {@code checks}, each
 * with {@code name}, {@code status} (the worst of its own line and of those below), {@code detail}, and where there are some
 * {@code advice} and
 * {@code checks}.
 */
final class DoctorJson {
    private DoctorJson() {}

    static String of(String version, String agent, Report report) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("version", version);
            json.writeStringField("agent", agent);
            json.writeStringField("status", report.holds() ? "ok" : word(Check.Status.FAILURE));
            json.writeNumberField("failures", report.count(Check.Status.FAILURE));
            json.writeNumberField("warnings", report.count(Check.Status.WARNING));
            json.writeNumberField("millis", report.took().toMillis());
            write(json, report.checks());
            json.writeEndObject();
        });
    }

    /** The configuration is wrong: nothing else was looked at. */
    static String of(String version, ConfigException wrong) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("version", version);
            json.writeStringField("status", word(Check.Status.FAILURE));
            json.writeNumberField("failures", wrong.problems().size());
            json.writeNumberField("warnings", 0);
            json.writeArrayFieldStart("checks");
            for (Problem problem : wrong.problems()) {
                json.writeStartObject();
                json.writeStringField("name", "configuration");
                json.writeStringField("status", word(Check.Status.FAILURE));
                json.writeStringField(
                        "detail",
                        (problem.key().isEmpty() ? wrong.file().toString() : problem.key()) + ": found "
                                + problem.found());
                json.writeStringField("advice", "accepted: " + problem.accepted());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, List<Check> checks) throws IOException {
        json.writeArrayFieldStart("checks");
        for (Check check : checks) {
            json.writeStartObject();
            json.writeStringField("name", check.name());
            json.writeStringField("status", word(check.shown()));
            json.writeStringField("detail", check.detail());
            if (check.advice().isPresent()) {
                json.writeStringField("advice", check.advice().get());
            }
            if (!check.parts().isEmpty()) {
                write(json, check.parts());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String word(Check.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
