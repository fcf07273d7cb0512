package dev.writeback.it.directory;

import dev.writeback.sandbox.samba.SambaPresence;
import dev.writeback.sandbox.samba.SambaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class the Samba AD domain controller, started once for the test JVM and destroyed at its end.
 *
 * <p>Where Samba cannot run, the class is reported as skipped with the reason; with {@code samba.required=true} (system
 * property, or {@code SAMBA_REQUIRED} in the environment) it fails instead. {@code samba.address} names the loopback address
 * to take; otherwise it is the first free one.
 */
public final class SambaExtension implements BeforeAllCallback, ExecutionCondition {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(SambaExtension.class);

    private Optional<SambaServer> server = Optional.empty();

    /** The server; only after this extension has started it. */
    public SambaServer server() {
        return server.orElseThrow();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> obstacle = obstacle();
        return obstacle.isEmpty() || required()
                ? ConditionEvaluationResult.enabled("Samba AD is here")
                : ConditionEvaluationResult.disabled("Samba AD cannot run here: " + obstacle.get());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        obstacle().ifPresent(obstacle -> {
            throw new IllegalStateException("samba.required=true, and Samba AD cannot run here: " + obstacle);
        });
        server = Optional.of(context.getRoot()
                .getStore(SPACE)
                .getOrComputeIfAbsent("server", key -> new Started(), Started.class)
                .server);
    }

    private static final class Started implements ExtensionContext.Store.CloseableResource, AutoCloseable {
        private final SambaServer server;

        Started() {
            try {
                String wanted = System.getProperty("samba.address", "");
                String address = wanted.isEmpty() ? SambaPresence.freeAddress() : wanted;
                Path hosts = Path.of(System.getProperty("jdk.net.hosts.file"));
                Files.writeString(hosts, Files.readString(hosts).replaceAll("127\\.0\\.77\\.[0-9]+", address));
                server = SambaServer.start(Path.of("target", "samba-ad"), address);
            } catch (IOException e) {
                throw new IllegalStateException("Samba AD did not start", e);
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static boolean required() {
        return Boolean.getBoolean("samba.required") || "true".equals(System.getenv("SAMBA_REQUIRED"));
    }

    private static Optional<String> obstacle() {
        return SambaPresence.obstacle()
                .or(() -> System.getProperty("jdk.net.hosts.file") == null
                        ? Optional.of("the JVM needs -Djdk.net.hosts.file=FILE, as in integration-tests/pom.xml")
                        : Optional.empty());
    }
}
