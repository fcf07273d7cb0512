package dev.writeback.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.HttpSettings;
import dev.writeback.agent.http.Controls;
import dev.writeback.agent.http.LocalHttpServer;
import dev.writeback.agent.http.Protection;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.keys.ControlToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PingCheckTest {
    @TempDir
    private Path stateDirectory;

    private final InetAddress here = InetAddress.getLoopbackAddress();

    private Check look(int port) {
        return new PingCheck(new HttpSettings(here, port), stateDirectory, "presence").look();
    }

    /** Beside an agent that answers a ping so. */
    private Check beside(String result) throws IOException {
        return beside(ControlToken.renew(stateDirectory, new SecureRandom()), Map.of("/ping", result));
    }

    private Check beside(String token, Map<String, String> results) throws IOException {
        Controls controls = new Controls(token, Runnable::run, Map.of());
        for (Map.Entry<String, String> each : results.entrySet()) {
            controls = controls.with(each.getKey(), () -> CompletableFuture.completedStage(each.getValue()));
        }
        try (LocalHttpServer agent = LocalHttpServer.start(
                new InetSocketAddress(here, 0),
                Protection.NONE,
                type -> "",
                () -> new Readiness(List.of()),
                controls)) {
            return look(agent.address().getPort());
        }
    }

    @Test
    void tellsHowLongTheAnswerTook() throws Exception {
        assertThat(beside("{\"ping\":\"answered\",\"millis\":41}"))
                .isEqualTo(Check.ok("ping", "the cloud's signed answer was here after 41 ms"));
    }

    @Test
    void blamesACloudThatDoesNotAnswer() throws Exception {
        Check check = beside("{\"ping\":\"unanswered\",\"seconds\":10}");

        assertThat(check.status()).isEqualTo(Check.Status.FAILURE);
        assertThat(check.detail()).contains("no answer of the cloud came within 10 s");
        assertThat(check.advice().orElseThrow()).contains("reads the queue presence");
    }

    @Test
    void saysWhyNothingWasSent() throws Exception {
        Check check = beside("{\"ping\":\"not_sent\",\"cause\":\"the agent takes no messages now: standby\"}");

        assertThat(check.status()).isEqualTo(Check.Status.FAILURE);
        assertThat(check.detail()).isEqualTo("not sent: the agent takes no messages now: standby");
    }

    @Test
    void isNoConcernWhereNoAgentRuns() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, here)) {
            port = socket.getLocalPort();
        }

        assertThat(look(port))
                .isEqualTo(Check.note("ping", "not checked: no agent runs here; start it and look again"));
    }

    @Test
    void failsWithoutTheTokenOfTheAgent() throws Exception {
        Check check = beside("t0ken", Map.of("/ping", "{}"));

        assertThat(check.status()).isEqualTo(Check.Status.FAILURE);
        assertThat(check.detail()).contains("no control token can be read in " + stateDirectory);
        assertThat(check.advice().orElseThrow()).contains("as the agent's user");
    }

    @Test
    void failsWithTheTokenOfAnotherAgent() throws Exception {
        Files.writeString(stateDirectory.resolve("control.token"), "a".repeat(43));

        Check check = beside("t0ken", Map.of("/ping", "{}"));

        assertThat(check.status()).isEqualTo(Check.Status.FAILURE);
        assertThat(check.detail()).contains("did not accept the token of its state directory");
    }

    @Test
    void failsWithATokenThatIsNoneAndDoesNotRepeatIt() throws Exception {
        Path file = Files.writeString(stateDirectory.resolve("control.token"), "root:$6$salt\nnext");

        Check check = beside("t0ken", Map.of("/ping", "{}"));

        assertThat(check.status()).isEqualTo(Check.Status.FAILURE);
        assertThat(check.detail())
                .contains("the control token in " + file + " is malformed")
                .doesNotContain("salt");
    }

    @Test
    void leavesAnAgentAloneThatCannotPing() throws Exception {
        Check check = beside(ControlToken.renew(stateDirectory, new SecureRandom()), Map.of());

        assertThat(check.status()).isEqualTo(Check.Status.NOTE);
        assertThat(check.advice()).isEqualTo(Optional.empty());
    }
}
