package dev.writeback.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.http.Controls;
import dev.writeback.agent.http.LocalHttpServer;
import dev.writeback.agent.http.Protection;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.keys.ControlToken;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysRotateCommandTest {
    private static final String WAITING =
            "{\"result\":\"waiting\",\"keys\":[{\"use\":\"enc\",\"kid\":\"e1\"},{\"use\":\"sig\",\"kid\":\"s1\"}]}";

    @TempDir
    Path directory;

    private final CommandLineRun command = new CommandLineRun();
    private volatile String answer = WAITING;
    private LocalHttpServer server;
    private Path state;
    private Path file;

    @BeforeEach
    void startEndpoint() throws Exception {
        state = Files.createDirectory(directory.resolve("state"));
        Controls controls = new Controls(
                ControlToken.renew(state, new SecureRandom()), Runnable::run, Map.of("/keys/rotate", () -> answer));
        server = LocalHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Protection.NONE,
                type -> "",
                () -> new Readiness(List.of()),
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
    void namesTheKeysThatWait() {
        assertThat(command.run("keys", "rotate", "--config", file)).isEqualTo(0);
        assertThat(command.out())
                .isEqualTo(
                        "enc  e1  waits for the cloud's confirmation\nsig  s1  waits for the cloud's confirmation\n");
    }

    @Test
    void saysWhyThereAreNone() {
        answer = "{\"result\":\"impossible\",\"why\":\"the token is away\"}";

        assertThat(command.run("keys", "rotate", "--config", file)).isEqualTo(1);
        assertThat(command.err()).isEqualTo("writeback: no new keys: the token is away\n");
    }

    @Test
    void printsTheAnswerAsJson() {
        assertThat(command.run("keys", "rotate", "--config", file, "--output", "json"))
                .isEqualTo(0);
        assertThat(command.out()).isEqualTo(WAITING + "\n");
    }

    @Test
    void isNotForSomebodyWhoCannotReadTheToken() throws Exception {
        Files.delete(state.resolve("control.token"));

        assertThat(command.run("keys", "rotate", "--config", file)).isEqualTo(1);
        assertThat(command.err()).contains("only its own user may read it");
    }
}
