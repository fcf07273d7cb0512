package dev.writeback.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.config.Whereabouts;
import dev.writeback.agent.http.Controls;
import dev.writeback.agent.http.LocalHttpServer;
import dev.writeback.agent.http.Protection;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.keys.ControlToken;
import dev.writeback.agent.status.RecentOperations;
import dev.writeback.agent.status.StatusDocuments;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.secret.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
    private final StatusDocuments status = new StatusDocuments();
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
                controls,
                () -> status.document().json());
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
                        controls,
                        () -> status.document().json())) {
            int port = protectedServer.address().getPort();
            Files.writeString(
                    file,
                    ConfigFiles.MINIMAL + "http: {address: 192.0.2.7, port: " + port
                            + ", token: \"credential:x\", plainText: true}\n");

            assertThat(command.run("status", "--config", file)).isEqualTo(0);
            assertThat(command.out()).startsWith("ready\nagent hq-1, ");

            Files.delete(directory.resolve("state/control.token"));
            assertThat(command.run("status", "--config", file)).isEqualTo(1);
            assertThat(command.err()).contains("no control token can be read");
        }
    }

    @Test
    void readyAgentIsExitCodeZeroAndShownPartByPart() {
        assertThat(command.run("status", "--config", file)).isEqualTo(0);
        assertThat(command.out()).isEqualTo("""
                ready
                agent hq-1, version 1.2.3, ready, up 3 d

                  ok   relay: up, last answer 3 s ago, 2 in flight: the relay answers
                  ok     last heartbeat taken 41 s ago
                  ok   directory corp: up, host clock minus its clock 0.2 s
                  ok     dc1:636: answers
                  ok   operations: reset; off: change (cloud), unlock (file)
                  ok     the cloud's switches of epoch 7
                  ok   keys: live
                  ok     enc kid-enc: confirmed, 90 days old, 90 left
                  ok     sig kid-sig: confirmed, 90 days old, 90 left
                  ok   journal: 3 entries
                  ok   audit: 3 records
                  ok   clock: as the directory's
                  ok   intake: open
                  ok   configuration: of 2026-11-27T03:12:05Z
                """);
    }

    @Test
    void agentThatIsNotReadyIsExitCodeOneWithWhatToDo() {
        status.without("directory.corp", "dc1:636: connection refused");
        status.servers = List.of(new DirectoryHealth.Server("dc1:636", false, "connection refused", Optional.empty()));

        assertThat(command.run("status", "--config", file)).isEqualTo(1);
        assertThat(command.out())
                .startsWith("not ready\nagent hq-1, version 1.2.3, not ready, up 3 d\n")
                .contains("\n  down directory corp: down")
                .contains("\n  down   dc1:636: connection refused\n")
                .endsWith("""

                what is wrong
                  failure directory corp: dc1:636: connection refused
                    do: no server of the directory answers, and nothing is written: run `writeback doctor`: it names the step that fails
                    runbook: "WritebackDirectoryDown" in operations.md
                """);
    }

    /** Whoever starts it anew for not being ready makes an outage of a directory, or a stand-by, one of the agent. */
    @Test
    void agentThatIsNotReadyIsAlive() {
        status.without("directory.corp", "dc1:636: connection refused");

        assertThat(command.run("status", "--config", file)).isEqualTo(1);
        assertThat(command.run("status", "--config", file, "--alive")).isEqualTo(0);
        assertThat(command.out()).endsWith("\nalive\n");
    }

    @Test
    void askingWhetherItIsAliveNeedsNoTokenAndNoRightFile() throws Exception {
        Files.delete(directory.resolve("state/control.token"));
        Files.writeString(file, Files.readString(file).replace("cloud:", "clod:"));

        assertThat(command.run("status", "--config", file, "--alive")).isEqualTo(0);

        server.close();
        assertThat(command.run("status", "--config", file, "--alive")).isEqualTo(1);
        assertThat(command.err()).contains("no agent answers on ");
    }

    @Test
    void listsTheLastRequestsWithoutTheirUsers() {
        RecentOperations recent = new RecentOperations(Clock.fixed(StatusDocuments.NOW, ZoneOffset.UTC), false);
        recent.answered(
                new RequestId("7d0c9a52-1f6e-4e0a-8d3b-000000000001"),
                Optional.of(Operation.RESET),
                Optional.empty(),
                Conclusion.refused(Reason.POLICY_VIOLATION).at("dc1"),
                false,
                Duration.ofMillis(38));
        status.operations = recent.newestFirst();

        command.run("status", "--config", file);

        assertThat(command.out())
                .endsWith("last requests\n  2026-11-30T03:12:05Z  reset     REFUSED policy_violation  dc1  38 ms"
                        + "  7d0c9a52-1f6e-4e0a-8d3b-000000000001\n");
    }

    @Test
    void whatAServerSaysCannotSteerTheTerminal() {
        status.servers =
                List.of(new DirectoryHealth.Server("dc1:636", true, "\u001B[2Jready\u202E\n  ok", Optional.empty()));

        command.run("status", "--config", file);

        assertThat(command.out()).contains("dc1:636: ?[2Jready??  ok\n").doesNotContain("\u001B");
    }

    @Test
    void printsTheDocumentAsJson() {
        assertThat(command.run("status", "--config", file, "--output", "json")).isEqualTo(0);
        assertThat(command.out()).isEqualTo(status.document().json());
    }

    @Test
    void saysThatAnAgentOfAnotherVersionAnswers() throws Exception {
        server.close();
        server = LocalHttpServer.start(
                server.address(),
                Protection.NONE,
                type -> "",
                () -> readiness,
                new Controls("token", Runnable::run, Map.of()));

        assertThat(command.run("status", "--config", file)).isEqualTo(1);
        assertThat(command.err()).contains("is not an agent, or one of another version");
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
        assertThat(command.run("status", "--config", file, "--pause", "on", "--alive"))
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

    /** The service's user could lay there what only root can read. */
    @Test
    void saysThatTheTokenIsMalformedAndDoesNotRepeatIt() throws Exception {
        Path token = directory.resolve("state").resolve("control.token");
        Files.writeString(token, "root:$6$salt:\nnext\n");

        assertThat(command.run("status", "--config", file, "--standby", "on")).isEqualTo(1);
        assertThat(command.err())
                .startsWith("writeback: the control token in " + token + " is malformed")
                .doesNotContain("salt");

        Path other = Files.move(token, directory.resolve("other"));
        Files.writeString(other, "a".repeat(43));
        Files.createSymbolicLink(token, other);
        assertThat(command.run("status", "--config", file, "--standby", "on")).isEqualTo(1);
        assertThat(command.err()).contains("no control token can be read in ");
        assertThat(asked).isEmpty();
    }

    @Test
    void saysThatNoAgentAnswersAndHowToStartIt() {
        server.close();

        assertThat(command.run("status", "--config", file)).isEqualTo(1);
        assertThat(command.err())
                .matches(
                        "writeback: no agent answers on 127.0.0.1 port \\d+; is it running\\? Start it: systemctl start"
                                + " writeback, or writeback run --config \\S+agent.yaml\n");
    }

    /** A word from whoever has its port is no sign of the agent's life. */
    @Test
    void saysThatSomethingElseListensOnItsPort() throws Exception {
        try (Impostor impostor =
                new Impostor("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi")) {
            assertThat(statusAt(impostor.port(), "--alive")).isEqualTo(1);
            assertThat(command.err())
                    .isEqualTo("writeback: what answers on 127.0.0.1 port " + impostor.port()
                            + " is not an agent, or one of another version (HTTP 200 to /livez);"
                            + " see who listens there: ss -ltnp 'sport = :" + impostor.port() + "'\n");
        }
    }

    @Test
    void saysThatWhatListensOnItsPortSpeaksNoHttp() throws Exception {
        try (Impostor impostor = new Impostor("SSH-2.0-OpenSSH_9.6\r\n")) {
            assertThat(statusAt(impostor.port())).isEqualTo(1);
            assertThat(command.err()).contains(" is not an agent").doesNotContain("is it running");
        }
    }

    @Test
    void saysThatWhatListensOnItsPortHangsUp() throws Exception {
        try (Impostor impostor = new Impostor("")) {
            assertThat(statusAt(impostor.port())).isEqualTo(1);
            assertThat(command.err()).contains(" is not an agent").doesNotContain("is it running");
        }
    }

    @Test
    void saysThatTheAgentKnowsAnotherToken() throws Exception {
        Files.writeString(directory.resolve("state/control.token"), "a".repeat(43));

        assertThat(command.run("status", "--config", file, "--pause", "on")).isEqualTo(1);
        assertThat(command.err())
                .startsWith(
                        "writeback: the agent did not accept the token of its state directory; see that the agent on ")
                .doesNotContain("aaaa");
    }

    @Test
    void saysThatTheAgentDoesNotAnswerInTime() throws Exception {
        Whereabouts there = new Whereabouts(
                Optional.empty(),
                directory,
                new Whereabouts.Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9464), false));

        assertThat(new RunningAgent(there, file).failed(new SocketTimeoutException("Read timed out")))
                .hasMessage(
                        "what listens on 127.0.0.1 port 9464 did not answer in time: the agent hangs or is busy, and"
                                + " its log says with what, or it is not the agent; see who listens there:"
                                + " ss -ltnp 'sport = :9464'");
    }

    @Test
    void doesNotTakeAnotherAgentForItsOwn() throws Exception {
        try (Impostor impostor = Impostor.withStatus("{\"agent\": {\"id\": \"hq-2\"}, \"ready\": true}")) {
            assertThat(statusAt(impostor.port())).isEqualTo(1);
            assertThat(command.out()).isEmpty();
            assertThat(command.err())
                    .isEqualTo("writeback: what answers on 127.0.0.1 port " + impostor.port()
                            + " says that it is the agent 'hq-2', and " + file + " names 'hq-1': another agent of this"
                            + " machine, or one that was not started again since the file was changed;"
                            + " see who listens there: ss -ltnp 'sport = :" + impostor.port() + "'\n");
        }
    }

    @Test
    void saysThatAnAnswerWithoutAnIdIsNotAnAgents() throws Exception {
        try (Impostor impostor = Impostor.withStatus("{\"agent\": {\"id\": \"\\u001b[2J\"}, \"ready\": true}")) {
            assertThat(statusAt(impostor.port())).isEqualTo(1);
            assertThat(command.err()).contains("(no id of an agent in /status.json)");
        }
    }

    @Test
    void saysThatAnAnswerWithoutATimeIsNotAnAgents() throws Exception {
        try (Impostor impostor = Impostor.withStatus("{\"agent\": {\"id\": \"hq-1\"}, \"ready\": true}")) {
            assertThat(statusAt(impostor.port())).isEqualTo(1);
            assertThat(command.err()).contains("(no time where there has to be one in /status.json)");
        }
    }

    private int statusAt(int port, String... more) throws IOException {
        Files.writeString(file, ConfigFiles.MINIMAL + "http: {port: " + port + "}\n");
        List<Object> arguments = new ArrayList<>(List.of("status", "--config", file));
        arguments.addAll(List.of(more));
        return command.run(arguments.toArray());
    }

    /** Says the same to everybody who has asked, and hangs up. */
    private static final class Impostor implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final Thread thread;

        static Impostor withStatus(String json) throws IOException {
            return new Impostor(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                            + json.length() + "\r\n\r\n" + json);
        }

        Impostor(String answer) throws IOException {
            thread = new Thread(() -> serve(answer), "impostor");
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve(String answer) {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    BufferedReader asked = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                    String line = asked.readLine();
                    while (line != null && !line.isEmpty()) {
                        line = asked.readLine();
                    }
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The client, or the test, has gone.
                }
            }
        }

        @Override
        public void close() throws Exception {
            socket.close();
            thread.join();
        }
    }

    /** The token is missing because the agent has never run, which is what is to be told. */
    @Test
    void saysToStartTheAgentAlsoWhereItHasNeverRun() throws Exception {
        server.close();
        Files.delete(directory.resolve("state").resolve("control.token"));

        assertThat(command.run("status", "--config", file, "--pause", "on")).isEqualTo(1);
        assertThat(command.err())
                .contains("no agent answers on ")
                .contains("Start it: ")
                .doesNotContain("token");
        assertThat(command.run("keys", "rotate", "--config", file)).isEqualTo(1);
        assertThat(command.err()).doesNotContain("token");
    }
}
