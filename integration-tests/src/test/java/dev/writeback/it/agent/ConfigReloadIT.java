package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.sandbox.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The file of a running agent is edited, as its administrator would. */
class ConfigReloadIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PASSWORD = "Fresh-Passw0rd-%d!";

    @TempDir
    static Path folder;

    private static AgentSite world;
    private static String original;
    private static int number;

    @BeforeAll
    static void start() throws Exception {
        world = AgentSite.start(folder);
        original = Files.readString(world.site.agentConfig());
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void restore() throws Exception {
        edit(original);
        reload();
        assertThat(world.http.metric("writeback_config_last_reload_successful")).isOne();
    }

    private record Run(int exitCode, String out, String err) {}

    @Test
    void aUserOutOfScopeIsServedAfterAnEditAndRefusedAfterTheNext() throws Exception {
        // Given
        String elsewhere = original.replace(
                "scope: {include: [\"" + world.directory.staffDn(),
                "scope: {include: [\"OU=Service,DC=corp,DC=example,DC=test");
        assertThat(elsewhere).isNotEqualTo(original);
        edit(elsewhere);
        awaitAnswer(Outcome.REFUSED);
        assertThat(reset().reason()).contains(Reason.OUT_OF_SCOPE);
        long process = world.agent().pid();

        // When
        edit(original);

        // Then
        awaitAnswer(Outcome.OK);
        edit(elsewhere);
        awaitAnswer(Outcome.REFUSED);
        assertThat(reset().reason()).contains(Reason.OUT_OF_SCOPE);
        assertThat(world.agent().pid()).isEqualTo(process);
    }

    @Test
    void theCommandSaysWhatIsInForce() throws Exception {
        edit(original.replace("operations: {reset: true", "operations: {reset: false"));

        Run run = reload();

        assertThat(run).isEqualTo(new Run(0, "in force: operations.reset\n", ""));
        assertThat(reset().reason()).contains(Reason.OPERATION_DISABLED);
        assertThat(reload().out()).isEqualTo("nothing has changed\n");
    }

    @Test
    void aHangUpHasTheFileReadAndEndsNothing() throws Exception {
        edit(original.replace("operations: {reset: true", "operations: {reset: false"));

        world.agent().hangUp();

        awaitAnswer(Outcome.REFUSED);
        assertThat(world.agent().awaitExit(Duration.ofMillis(200))).isEmpty();
    }

    @Test
    void aBadFileChangesNothingAndIsSaidWhereOperatorsLook() throws Exception {
        // When
        edit(original.replace("operations: {reset: true", "operations: {rest: true")
                .replace("id: hq-1", "id: HQ 1"));

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.http.metric("writeback_config_last_reload_successful"))
                        .isZero());
        assertThat(world.http.readiness())
                .contains("\"ready\":true")
                .contains("the file has changed and is not valid; the agent runs with that of ");
        assertThat(log())
                .contains("is not valid: agent.id")
                .contains("operations.rest")
                .contains("did you mean reset");
        assertThat(reset().outcome()).isEqualTo(Outcome.OK);
        assertThat(reload().exitCode()).isEqualTo(78);
        assertThat(execute("status").out()).startsWith("ready\n").contains("the file has changed and is not valid");
    }

    @Test
    void aFileThatNeedsARestartIsRefusedAsAWhole() throws Exception {
        edit(original.replace("operations: {reset: true", "operations: {reset: false")
                .replace("responseTimeout: 10", "responseTimeout: 11"));

        Run run = reload();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith(
                        "writeback: needs a restart: directories[0].responseTimeout. Nothing of the file is in force");
        assertThat(reset().outcome()).as("the operations neither").isEqualTo(Outcome.OK);
        assertThat(world.http.readiness())
                .contains("the file has changed and needs a restart: directories[0].responseTimeout");
    }

    @Test
    void theLevelOfTheLogFollows() throws Exception {
        assertThat(log()).contains("level=debug");
        edit(original.replace("logLevel: debug", "logLevel: error"));

        assertThat(reload().out()).isEqualTo("in force: agent.logLevel\n");

        int before = log().length();
        assertThat(reset().outcome()).isEqualTo(Outcome.OK);
        assertThat(log().substring(before)).isEmpty();
    }

    @Test
    void standByFollowsItsKeyAndIsNotUndoneByAnother() throws Exception {
        edit(original.replace("logLevel: debug", "logLevel: debug, standby: true"));
        reload();
        assertThat(world.http.readiness()).contains("stand-by: taking nothing");
        edit(original);
        reload();
        assertThat(world.http.isReady()).isTrue();

        assertThat(execute("status", "--standby", "on").exitCode()).isEqualTo(1);
        edit(original.replace("operations: {reset: true", "operations: {reset: false"));
        reload();
        assertThat(world.http.readiness()).contains("stand-by: taking nothing");
        assertThat(execute("status", "--standby", "off").exitCode()).isZero();
    }

    private static void edit(String text) throws Exception {
        Files.writeString(world.site.agentConfig(), text);
    }

    private static Run reload() {
        return execute("config", "reload");
    }

    private static Run execute(String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = java.util.Arrays.copyOf(command, command.length + 2);
        all[command.length] = "--config";
        all[command.length + 1] = world.site.agentConfig().toString();
        int code = line.execute(all);
        return new Run(code, out.toString(), err.toString());
    }

    private static void awaitAnswer(Outcome outcome) {
        await().atMost(SOON).untilAsserted(() -> assertThat(reset().outcome()).isEqualTo(outcome));
    }

    private static Ack reset() throws Exception {
        number++;
        return world.answer(world.reset("u%02d".formatted(1 + number % 10), PASSWORD.formatted(number)));
    }

    private static String log() throws Exception {
        return new String(world.agent().output(), StandardCharsets.UTF_8);
    }
}
