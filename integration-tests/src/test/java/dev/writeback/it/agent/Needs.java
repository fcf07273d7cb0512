package dev.writeback.it.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a class of tests needs of the machine to make its fault. Where that is missing, the class is reported as skipped
 * with the reason; with {@code faults.required=true} (system property, or {@code FAULTS_REQUIRED} in the environment) it
 * fails instead.
 */
public final class Needs implements BeforeAllCallback, ExecutionCondition {
    private final Optional<String> obstacle;

    private Needs(Optional<String> obstacle) {
        this.obstacle = obstacle;
    }

    public static Needs commands(String... names) {
        List<String> missing = Arrays.stream(names)
                .filter(name -> Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                        .noneMatch(folder -> Files.isExecutable(Path.of(folder, name))))
                .toList();
        return new Needs(
                missing.isEmpty() ? Optional.empty() : Optional.of("the commands " + missing + " are missing"));
    }

    /** @param what is missing otherwise */
    static Needs that(boolean present, String what) {
        return new Needs(present ? Optional.empty() : Optional.of(what));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return obstacle.isEmpty() || required()
                ? ConditionEvaluationResult.enabled("the fault can be made here")
                : ConditionEvaluationResult.disabled("the fault cannot be made here: " + obstacle.get());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        obstacle.ifPresent(reason -> {
            throw new IllegalStateException("faults.required=true, and the fault cannot be made here: " + reason);
        });
    }

    private static boolean required() {
        return Boolean.getBoolean("faults.required") || "true".equals(System.getenv("FAULTS_REQUIRED"));
    }
}
