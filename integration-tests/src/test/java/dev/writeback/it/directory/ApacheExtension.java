package dev.writeback.it.directory;

import dev.writeback.sandbox.apacheds.ApacheServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class the ApacheDS server, started once for the test JVM and destroyed at its end. It needs nothing that the
 * build does not bring, so it is never skipped.
 */
public final class ApacheExtension implements BeforeAllCallback {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(ApacheExtension.class);
    private static final Path JAR = Path.of("target", "apacheds", "apacheds-service.jar");

    private Optional<ApacheServer> server = Optional.empty();

    /** The server; only after this extension has started it. */
    public ApacheServer server() {
        return server.orElseThrow();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!Files.isReadable(JAR)) {
            throw new IllegalStateException(
                    JAR.toAbsolutePath() + " is missing: ./mvnw pre-integration-test fetches it");
        }
        server = Optional.of(context.getRoot()
                .getStore(SPACE)
                .getOrComputeIfAbsent("server", key -> new Started(), Started.class)
                .server);
    }

    private static final class Started implements ExtensionContext.Store.CloseableResource, AutoCloseable {
        private final ApacheServer server = ApacheServer.start(JAR, Path.of("target", "apacheds", "server"));

        @Override
        public void close() {
            server.close();
        }
    }
}
