package dev.writeback.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.config.Problem;
import dev.writeback.agent.http.Controls;
import dev.writeback.agent.http.LocalHttpServer;
import dev.writeback.agent.http.Protection;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.keys.ControlToken;
import dev.writeback.agent.reload.ReloadJson;
import dev.writeback.agent.reload.ReloadResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReloadCommandTest {
    private static final Instant SINCE = Instant.parse("2026-11-23T00:00:00Z");

    @TempDir
    Path directory;

    private final CommandLineRun command = new CommandLineRun();
    private volatile ReloadResult result = new ReloadResult.Unchanged();
    private LocalHttpServer server;
    private Path file;

    @BeforeEach
    void startEndpoint() throws Exception {
        String token = ControlToken.renew(Files.createDirectory(directory.resolve("state")), new SecureRandom());
        Controls controls =
                new Controls(token, Runnable::run, Map.of("/config/reload", () -> ReloadJson.of(result, SINCE)));
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
    void namesTheKeysThatAreInForceNow() {
        result = new ReloadResult.Applied(List.of("operations.reset", "directories[0].scope.include"));

        assertThat(command.run("config", "reload", "--config", file)).isEqualTo(0);
        assertThat(command.out()).isEqualTo("in force: operations.reset, directories[0].scope.include\n");
    }

    @Test
    void saysThatNothingHasChanged() {
        assertThat(command.run("config", "reload", "--config", file)).isEqualTo(0);
        assertThat(command.out()).isEqualTo("nothing has changed\n");
    }

    @Test
    void namesTheKeysThatNeedARestart() {
        result = new ReloadResult.NeedsRestart(List.of("agent.id", "http.port"));

        assertThat(command.run("config", "reload", "--config", file)).isEqualTo(1);
        assertThat(command.err())
                .isEqualTo("writeback: needs a restart: agent.id, http.port. Nothing of the file is in force; the agent"
                        + " goes on with that of 2026-11-23T00:00:00Z\n");
    }

    @Test
    void printsWhatTheAgentFoundWrong() {
        result = new ReloadResult.Invalid(List.of(
                new Problem("cloud.keys", OptionalInt.of(2), "a name, which does not exist", "an existing file"),
                new Problem("", OptionalInt.empty(), "nothing", "a mapping")));

        assertThat(command.run("config", "reload", "--config", file)).isEqualTo(78);
        assertThat(command.err())
                .contains("cloud.keys (line 2): found a name, which does not exist; accepted: an existing file")
                .contains("the file: found nothing; accepted: a mapping");
    }

    @Test
    void asksTheAgentAlsoWhereTheFileIsWrong() throws Exception {
        Files.writeString(file, Files.readString(file).replace("cloud:", "clod:"));
        result = new ReloadResult.Invalid(
                List.of(new Problem("clod", OptionalInt.of(2), "an unknown key", "did you mean cloud?")));

        assertThat(command.run("config", "reload", "--config", file)).isEqualTo(78);
        assertThat(command.err()).contains("clod (line 2): found an unknown key; accepted: did you mean cloud?");
    }

    @Test
    void asksNobodyWhereTheFileDoesNotSayWhom() {
        new ConfigFiles(directory).write("agent.yaml", "agent: {}\n");

        assertThat(command.run("config", "reload", "--config", file)).isEqualTo(78);
        assertThat(command.err()).contains("agent.stateDirectory");
    }

    @Test
    void printsTheAnswerAsJson() {
        result = new ReloadResult.NeedsRestart(List.of("agent.id"));

        assertThat(command.run("config", "reload", "--config", file, "--output", "json"))
                .isEqualTo(1);
        assertThat(command.out())
                .isEqualTo(
                        "{\"result\":\"needs_restart\",\"keys\":[\"agent.id\"],\"since\":\"2026-11-23T00:00:00Z\"}\n");
    }
}
