package dev.writeback.it.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class the Samba AD domain controller, started once for the test JVM and destroyed at its end.
 *
 * <p>Where Samba cannot run, the class is reported as skipped with the reason; with {@code samba.required=true} (system
 * property, or {@code SAMBA_REQUIRED} in the environment) it fails instead.
 */
final class SambaExtension implements BeforeAllCallback, ExecutionCondition {
    private static final List<String> COMMANDS =
            List.of("samba", "samba-tool", "openssl", "ldapsearch", "setsid", "bash");
    private static final List<Integer> PORTS = List.of(389, 636, 88, 53);
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(SambaExtension.class);

    private Optional<SambaServer> server = Optional.empty();

    /** The server; only after this extension has started it. */
    SambaServer server() {
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
                String address = address();
                Path hosts = Path.of(System.getProperty("jdk.net.hosts.file"));
                Files.writeString(hosts, Files.readString(hosts).replaceAll("127\\.0\\.77\\.[0-9]+", address));
                server = SambaServer.start(address);
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
        List<String> missing = COMMANDS.stream()
                .filter(command -> Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                        .noneMatch(folder -> Files.isExecutable(Path.of(folder, command))))
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of("the commands " + missing + " are missing (packages: see samba/samba-ad.sh)");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("it needs root, for ports 389 and 636");
        }
        return System.getProperty("jdk.net.hosts.file") == null
                ? Optional.of("the JVM needs -Djdk.net.hosts.file=FILE, as in integration-tests/pom.xml")
                : Optional.empty();
    }

    /** The address that {@code samba.address} names, else the first free one of 127.0.77.0/24. */
    private static String address() {
        String wanted = System.getProperty("samba.address", "");
        Stream<String> candidates =
                wanted.isEmpty() ? IntStream.range(1, 255).mapToObj(last -> "127.0.77." + last) : Stream.of(wanted);
        return candidates
                .filter(SambaExtension::isFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the ports " + PORTS + " are taken on every address"));
    }

    private static boolean isFree(String address) {
        return PORTS.stream().allMatch(port -> {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }
}
