package dev.writeback.it.agent;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Prometheus's own judge of metrics and rules. */
final class Promtool {
    private static final Optional<Path> BINARY = Stream.of("/usr/bin/promtool", "/usr/local/bin/promtool")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();

    private Promtool() {}

    /**
     * What it said.
     *
     * @param output both of its outputs
     */
    record Verdict(int code, String output) {}

    /** Runs it on a file as its last argument, or as its input where {@code asInput}. */
    private static Verdict run(Path file, boolean asInput, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(BINARY.orElseThrow().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (asInput) {
            builder.redirectInput(file.toFile());
        } else {
            command.add(file.toString());
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Verdict(process.waitFor(), output);
    }

    static Verdict checkMetrics(Path page) throws IOException, InterruptedException {
        return run(page, true, "check", "metrics");
    }

    static Verdict checkRules(Path rules) throws IOException, InterruptedException {
        return run(rules, false, "check", "rules");
    }

    static Verdict testRules(Path tests) throws IOException, InterruptedException {
        return run(tests, false, "test", "rules");
    }

    /**
     * Where promtool is not installed, the test is reported as skipped with the reason; with {@code promtool.required=true}
     * (system property, or {@code PROMTOOL_REQUIRED} in the environment) it fails instead.
     */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(Presence.class)
    @interface Needed {}

    static final class Presence implements BeforeEachCallback, ExecutionCondition {
        private static final String MISSING = "promtool is not installed (Debian: prometheus)";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return BINARY.isPresent() || required()
                    ? ConditionEvaluationResult.enabled("promtool is here")
                    : ConditionEvaluationResult.disabled(MISSING);
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            if (BINARY.isEmpty()) {
                throw new IllegalStateException("promtool.required=true, and " + MISSING);
            }
        }

        private static boolean required() {
            return Boolean.getBoolean("promtool.required") || "true".equals(System.getenv("PROMTOOL_REQUIRED"));
        }
    }
}
