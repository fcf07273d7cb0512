package dev.writeback.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.http.Controls;
import dev.writeback.agent.http.LocalHttpServer;
import dev.writeback.agent.http.Protection;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.keys.ControlToken;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
    @TempDir
    Path directory;

    private final CommandLineRun command = new CommandLineRun();
    private volatile Readiness readiness = new Readiness(List.of(new Readiness.Component("relay", true, "connected")));
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Controls controls;
    private LocalHttpServer server;
    private Path file;

    @BeforeEach
    void startEndpoint() throws IOException {
        String token = ControlToken.renew(Files.createDirectory(directory.resolve("state")), new SecureRandom());
        controls = new Controls(
                token,
                Runnable::run,
                Map.of(
                        "/standby/on", () -> switched("standby on"),
                        "/standby/off", () -> switched("standby off"),
                        "/pause/on", () -> switched("pause on"),
                        "/pause/off", () -> switched("pause off")));
        server = LocalHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Protection.NONE,
                type -> "",
                () -> readiness,
                controls);
        file = new ConfigFiles(directory)
                .write(
                        "agent.yaml",
                        ConfigFiles.MINIMAL + "http: {port: " + server.address().getPort() + "}\n");
    }

    @AfterEach
    void stopEndpoint() {
        server.close();
    }

    @Test
    void anAgentThatOthersReachByATokenIsAskedWithThatOfItsStateDirectory() throws IOException {
        byte[] token = "0123456789abcdefghijklmnop".getBytes(StandardCharsets.US_ASCII);
        try (Protection protection = Protection.open(Optional.of(() -> Secret.copyOf(token)), Optional.empty());
                LocalHttpServer protectedServer = LocalHttpServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        protection,
                        type -> "",
                        () -> readiness,
                        controls)) {
            int port = protectedServer.address().getPort();
            Files.writeString(
                    file,
                    ConfigFiles.MINIMAL + "http: {address: 192.0.2.7, port: " + port
                            + ", token: \"credential:x\", plainText: true}\n");

            assertThat(command.run("status", "--config", file)).isEqualTo(0);
            assertThat(command.out()).isEqualTo("ready\n  ok   relay: connected\n");

            Files.delete(directory.resolve("state/control.token"));
            assertThat(command.run("status", "--config", file)).isEqualTo(1);
            assertThat(command.err()).contains("no control token can be read");
        }
    }

    @Test
    void readyAgentIsExitCodeZero() {
        assertThat(command.run("status", "--config", file)).isEqualTo(0);
        assertThat(command.out()).isEqualTo("ready\n  ok   relay: connected\n");
    }

    @Test
    void agentThatIsNotReadyIsExitCodeOneWithItsReasons() {
        readiness = new Readiness(List.of(
                new Readiness.Component("relay", true, "connected"),
                new Readiness.Component("directory.corp", false, "dc1 does not answer")));

        assertThat(command.run("status", "--config", file)).isEqualTo(1);
        assertThat(command.out())
                .isEqualTo("not ready\n  ok   relay: connected\n  down directory.corp: dc1 does not answer\n");
    }

    @Test
    void printsTheAnswerAsJson() {
        assertThat(command.run("status", "--config", file, "--output", "json")).isEqualTo(0);
        assertThat(command.out())
                .isEqualTo("{\"ready\":true,\"components\":"
                        + "[{\"name\":\"relay\",\"ready\":true,\"detail\":\"connected\"}]}\n");
    }

    private String switched(String to) {
        asked.add(to);
        return readiness.json();
    }

    @Test
    void switchesStandbyWithTheTokenOfTheStateDirectory() {
        assertThat(command.run("status", "--config", file, "--standby", "on")).isEqualTo(0);
        assertThat(command.run("status", "--config", file, "--standby", "off")).isEqualTo(0);

        assertThat(asked).containsExactly("standby on", "standby off");
        assertThat(command.out()).contains("ready\n  ok   relay: connected\n");
    }

    @Test
    void pausesAndServesAgain() {
        assertThat(command.run("status", "--config", file, "--pause", "on")).isEqualTo(0);
        assertThat(command.run("status", "--config", file, "--pause", "off")).isEqualTo(0);

        assertThat(asked).containsExactly("pause on", "pause off");
    }

    @Test
    void pausesWhateverIsWrongWithTheFile() throws Exception {
        Files.writeString(
                file, Files.readString(file).replace("cloud:", "clod:").replace("id: ", "id: NOT AN ID "));

        assertThat(command.run("status", "--config", file, "--pause", "on")).isEqualTo(0);

        assertThat(asked).containsExactly("pause on");
    }

    @Test
    void switchesOneThingAtATime() {
        assertThat(command.run("status", "--config", file, "--pause", "on", "--standby", "on"))
                .isEqualTo(2);
        assertThat(asked).isEmpty();
    }

    @Test
    void saysThatThereIsNoToken() throws Exception {
        Files.delete(directory.resolve("state").resolve("control.token"));

        assertThat(command.run("status", "--config", file, "--standby", "on")).isEqualTo(1);
        assertThat(command.err()).startsWith("writeback: no control token can be read in ");
        assertThat(asked).isEmpty();
    }

    @Test
    void saysThatNoAgentAnswers() {
        server.close();

        assertThat(command.run("status", "--config", file)).isEqualTo(1);
        assertThat(command.err()).matches("writeback: no agent answers on 127.0.0.1 port \\d+; is it running\\?\n");
    }
}
