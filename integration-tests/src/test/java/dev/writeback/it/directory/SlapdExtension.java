package dev.writeback.it.directory;

import dev.writeback.sandbox.slapd.SlapdPresence;
import dev.writeback.sandbox.slapd.SlapdServer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class the OpenLDAP server, started once for the test JVM and destroyed at its end.
 *
 * <p>Where slapd is not installed, the class is reported as skipped with the reason; with {@code slapd.required=true}
 * (system property, or {@code SLAPD_REQUIRED} in the environment) it fails instead.
 */
public final class SlapdExtension implements BeforeAllCallback, ExecutionCondition {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(SlapdExtension.class);

    private Optional<SlapdServer> server = Optional.empty();

    /** The server; only after this extension has started it. */
    public SlapdServer server() {
        return server.orElseThrow();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> obstacle = SlapdPresence.obstacle();
        return obstacle.isEmpty() || required()
                ? ConditionEvaluationResult.enabled("slapd is here")
                : ConditionEvaluationResult.disabled("slapd cannot run here: " + obstacle.get());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        SlapdPresence.obstacle().ifPresent(obstacle -> {
            throw new IllegalStateException("slapd.required=true, and slapd cannot run here: " + obstacle);
        });
        server = Optional.of(context.getRoot()
                .getStore(SPACE)
                .getOrComputeIfAbsent("server", key -> new Started(), Started.class)
                .server);
    }

    private static final class Started implements ExtensionContext.Store.CloseableResource, AutoCloseable {
        private final SlapdServer server = SlapdServer.start(Path.of("target", "slapd"));

        @Override
        public void close() {
            server.close();
        }
    }

    private static boolean required() {
        return Boolean.getBoolean("slapd.required") || "true".equals(System.getenv("SLAPD_REQUIRED"));
    }
}
