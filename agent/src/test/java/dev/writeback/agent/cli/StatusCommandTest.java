package dev.writeback.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.http.LocalHttpServer;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.http.StandbyControl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
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
    private final List<Boolean> asked = new CopyOnWriteArrayList<>();
    private final StandbyControl standby = new StandbyControl("t0ken", asked::add);
    private LocalHttpServer server;
    private Path file;

    @BeforeEach
    void startEndpoint() throws IOException {
        server = LocalHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> "", () -> readiness, standby);
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
    void readyAgentIsExitCodeZero() {
        assertThat(command.run("status", "--config", file)).isEqualTo(0);
        assertThat(command.out()).isEqualTo("ready\n  ok   relay: connected\n");
    }

    @Test
    void agentThatIsNotReadyIsExitCodeOneWithItsReasons() {
        readiness = new Readiness(List.of(
                new Readiness.Component("relay", true, "connected"),
                new Readiness.Component("directory corp", false, "dc1 does not answer")));

        assertThat(command.run("status", "--config", file)).isEqualTo(1);
        assertThat(command.out())
                .isEqualTo("not ready\n  ok   relay: connected\n  down directory corp: dc1 does not answer\n");
    }

    @Test
    void printsTheAnswerAsJson() {
        assertThat(command.run("status", "--config", file, "--output", "json")).isEqualTo(0);
        assertThat(command.out())
                .isEqualTo("{\"ready\":true,\"components\":"
                        + "[{\"name\":\"relay\",\"ready\":true,\"detail\":\"connected\"}]}\n");
    }

    @Test
    void saysThatNoAgentAnswers() {
        server.close();

        assertThat(command.run("status", "--config", file)).isEqualTo(1);
        assertThat(command.err()).matches("writeback: no agent answers on 127.0.0.1 port \\d+; is it running\\?\n");
    }
}
