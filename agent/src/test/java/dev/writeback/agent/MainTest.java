package dev.writeback.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.http.LocalEndpoint;
import dev.writeback.agent.keys.ControlToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code writeback run} ends when the agent cannot start. */
class MainTest {
    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();
    private ConfigFiles files;

    @BeforeEach
    void layFiles() throws Exception {
        files = new ConfigFiles(directory);
        StartableFiles.layKeys(files);
    }

    @Test
    void wrongKeyFileIsAMisconfiguration() {
        files.write("agent-keys.p12", "not a store");

        assertThat(run(0)).isEqualTo(78);
        assertThat(err.toString()).startsWith("writeback: keys.store: ").contains("readable PKCS#12 file");
    }

    /** Its endpoint is for those who look after it; the passwords do not wait for them. */
    @Test
    void anAgentWhosePortIsTakenStartsAndListensOnceItIsFree() throws Exception {
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = taken.getLocalPort();
        Files.createDirectory(directory.resolve("state"));
        files.write("state/control.token", "of an earlier start");
        Agent agent = Agent.start(
                new AgentConfigLoader(System::getenv).read(config("http: {port: " + port + "}")),
                Clock.systemUTC(),
                new SecureRandom());
        try (agent;
                taken) {
            // Nobody may be led to show a token to whoever has the port.
            assertThat(files.path("state/control.token")).doesNotExist();
            assertThat(agent.readiness().components()).isNotEmpty();

            taken.close();

            await().atMost(Duration.ofSeconds(40))
                    .ignoreExceptionsInstanceOf(NoSuchFileException.class)
                    .untilAsserted(() ->
                            assertThat(ControlToken.read(files.path("state"))).hasSize(43));
            LocalEndpoint.alive(agent.httpAddress());
        }
        assertThat(Files.readString(files.path("state/audit.jsonl")))
                .contains("\"agent.endpoint.closed\"")
                .contains("\"agent.endpoint.opened\"");
    }

    @Test
    void anAddressOfAnotherMachineIsAFailure() {
        files.write("endpoint.token", "a-token-of-thirty-two-characters");

        assertThat(run("http: {address: 192.0.2.1, port: 9464, token: endpoint.token, plainText: true}"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("writeback: http: cannot listen on 192.0.2.1 port 9464: ");
    }

    private int run(int port) {
        return run("http: {port: " + port + "}");
    }

    private int run(String http) {
        return Main.commandLine()
                .setErr(new PrintWriter(err))
                .execute("run", "--config", config(http).toString());
    }

    private Path config(String http) {
        return files.write("agent.yaml", ConfigFiles.MINIMAL + http + "\n");
    }
}
