package dev.writeback.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.cli.AgentLauncher;
import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.config.ConfigFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What procrun is told, and when. */
class WindowsServiceTest {
    @TempDir
    Path directory;

    private final StringWriter console = new StringWriter();
    private final List<String> obituaries = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> ends = Collections.synchronizedList(new ArrayList<>());

    @Test
    void startReturnsWithoutEndingTheProcessOnceStopIsAsked() throws Exception {
        ConfigFiles files = new ConfigFiles(directory);
        StartableFiles.layKeys(files);
        int port = freePort();
        Path file = files.write("agent.yaml", ConfigFiles.MINIMAL + "http: {port: " + port + "}\n");
        WindowsService service = service(Main::commandLine);
        Thread procrun = new Thread(
                () -> service.run(
                        "run",
                        "--config",
                        file.toString(),
                        "--log-file",
                        directory.resolve("agent.log").toString()),
                "procrun");
        procrun.start();
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(ConnectException.class)
                .until(() -> !obituaries.isEmpty() || answerOf(port, "/livez") == 200);
        assertThat(obituaries).isEmpty();
        assertThat(procrun.isAlive()).isTrue();

        service.askToStop();

        procrun.join(Duration.ofSeconds(40).toMillis());
        assertThat(procrun.isAlive()).isFalse();
        assertThat(ends).isEmpty();
        assertThat(obituaries).isEmpty();
        assertThat(directory.resolve("agent.log")).content().contains("level=info");
    }

    @Test
    void wrongConfigurationEndsTheProcessAsAStopThatNothingFollows() throws Exception {
        Path file = Files.writeString(directory.resolve("agent.yaml"), "agnet: {}\n");

        service(Main::commandLine).run("run", "--config", file.toString());

        assertThat(ends).containsExactly(0);
        assertThat(obituaries)
                .singleElement()
                .satisfies(told -> assertThat(told).startsWith("78: ").contains("agnet"));
        assertThat(console.toString()).contains("agnet");
    }

    @Test
    void wrongUsageIsNotRepeatedEither() {
        service(Main::commandLine).run("runn");

        assertThat(ends).containsExactly(0);
        assertThat(obituaries)
                .singleElement()
                .satisfies(told -> assertThat(told).startsWith("2: "));
    }

    @Test
    void whatMayBeOverInAMinuteEndsTheProcessAsAFailure() throws Exception {
        ConfigFiles files = new ConfigFiles(directory);
        Path file = files.write("agent.yaml", ConfigFiles.MINIMAL);
        AgentLauncher failing = config -> {
            throw CommandException.failed("http: the port is in use");
        };

        service(ours -> Main.commandLine(failing)).run("run", "--config", file.toString());

        assertThat(ends).containsExactly(1);
        assertThat(obituaries).containsExactly("1: writeback: http: the port is in use" + System.lineSeparator());
    }

    @Test
    void logThatCannotBeWrittenIsAFailure() throws Exception {
        ConfigFiles files = new ConfigFiles(directory);
        Path file = files.write("agent.yaml", ConfigFiles.MINIMAL);

        service(Main::commandLine)
                .run(
                        "run",
                        "--config",
                        file.toString(),
                        "--log-file",
                        directory.resolve("no/agent.log").toString());

        assertThat(ends).containsExactly(1);
        assertThat(obituaries)
                .singleElement()
                .satisfies(told -> assertThat(told).contains("the log ").contains("cannot be written"));
    }

    private WindowsService service(java.util.function.Function<AgentLauncher, CommandLine> commands) {
        return new WindowsService(
                launcher -> commands.apply(launcher).setErr(new PrintWriter(console)),
                (code, message) -> obituaries.add(code + ": " + message),
                ends::add);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int answerOf(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
