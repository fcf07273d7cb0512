package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.audit.AuditLog;
import dev.writeback.agent.audit.AuditUnusableException;
import dev.writeback.agent.config.AuditSettings;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.sandbox.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a real agent leaves in its audit, read as an auditor would. */
class AuditIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PASSWORD = "Fresh-Passw0rd-1!";

    @TempDir
    Path folder;

    private AgentSite world;

    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void start() throws Exception {
        world = AgentSite.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    private Path audit() {
        return folder.resolve("state").resolve("audit.jsonl");
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(audit());
    }

    private static Run execute(String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Run(line.execute(command), out.toString(), err.toString());
    }

    private Run verify() {
        return execute("audit", "verify", "--config", world.site.agentConfig().toString());
    }

    private String config() {
        return world.site.agentConfig().toString();
    }

    @Test
    void aRequestIsInTheAuditWhenItsAckIsThere() throws Exception {
        String id = world.reset("u02", PASSWORD).id().value();
        var request = world.reset("u03", PASSWORD);

        assertThat(world.answer(request).outcome()).isEqualTo(Outcome.OK);

        assertThat(lines())
                .anyMatch(line -> line.contains("\"event\":\"writeback.reset.succeeded\"")
                        && line.contains("\"msEventId\":31002")
                        && line.contains("\"requestId\":\"" + request.id().value() + "\"")
                        && line.contains("\"accountDn\":\"CN=u03,"))
                .noneMatch(line -> line.contains(id));
        assertThat(String.join("\n", lines())).doesNotContain(PASSWORD);
    }

    @Test
    void anAuditIsWholeWhileTheAgentWritesAfterAKillAndAfterItsEnd() throws Exception {
        world.ping();
        assertThat(verify())
                .satisfies(run ->
                        assertThat(run.exitCode()).as(run.out() + run.err()).isZero());
        world.agent().kill();
        world.startAgentAgain();
        assertThat(world.answer(world.reset("u04", PASSWORD)).outcome()).isEqualTo(Outcome.OK);
        assertThat(verify())
                .satisfies(run ->
                        assertThat(run.exitCode()).as(run.out() + run.err()).isZero());

        world.agent().close();

        Run run = verify();
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).startsWith("whole: ").contains("; 0 records since");
        assertThat(lines())
                .anyMatch(line -> line.contains("\"agent.stopped\""))
                .noneMatch(line -> line.contains("audit.gap"));
    }

    @Test
    void aRemovedRecordIsNamed() throws Exception {
        world.ping();
        world.agent().close();
        List<String> lines = lines();
        Files.write(
                audit(),
                java.util.stream.Stream.concat(
                                lines.stream().limit(3), lines.stream().skip(4))
                        .toList());

        Run run = verify();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("removed    audit.jsonl:4: record 4 is missing")
                .contains("NOT WHOLE");
    }

    @Test
    void anAuditorNeedsThePublicKeysAlone() throws Exception {
        world.ping();
        world.agent().close();
        Path elsewhere = Files.createDirectory(folder.resolve("auditor"));
        Path copy = Files.copy(audit(), elsewhere.resolve("audit.jsonl"));
        Run keys = execute("keys", "public", "--config", config());
        Path jwks = Files.writeString(elsewhere.resolve("keys.jwks"), keys.out());

        Run run = execute("audit", "verify", "--file", copy.toString(), "--keys", jwks.toString());

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("note: there is no head beside the file");
    }

    /** POSIX locks end when a process closes any descriptor of the file: the agent must not. */
    @Test
    void anotherProcessDoesNotWriteBesideTheAgent() throws Exception {
        world.agent().close();
        world.startAgentAgain();

        assertThatThrownBy(() -> AuditLog.open(
                        AuditSettings.of(audit()),
                        "hq-1",
                        Optional::empty,
                        List.of(),
                        Clock.systemUTC(),
                        Clock.systemUTC(),
                        Thread::new))
                .isInstanceOf(AuditUnusableException.class)
                .hasMessageContaining("in use by another agent");
    }

    @Test
    void whatAnAdministratorDoesIsInTheAudit() throws Exception {
        execute("status", "--pause", "on", "--config", config());
        execute("status", "--pause", "off", "--config", config());
        execute("status", "--standby", "on", "--config", config());
        execute("status", "--standby", "off", "--config", config());
        execute("keys", "rotate", "--config", config());

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(String.join("\n", lines()))
                        .contains("\"agent.started\"", "\"agent.ready\"", "\"relay.up\"")
                        .contains("\"agent.paused\"", "\"agent.resumed\"")
                        .contains("\"agent.standby.begun\"", "\"agent.standby.ended\"")
                        .contains("\"crypto.rotation.asked\"", "\"crypto.key.created\""));
    }

    @Test
    void aServerThatGoesAndComesIsInTheAudit() throws Exception {
        world.toDirectory.refuse();
        world.toDirectory.reset();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(String.join("\n", lines()))
                        .contains("\"directory.server.down\"", "\"directory.down\"", "\"agent.not_ready\""));
        world.toDirectory.listen();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(String.join("\n", lines())).contains("\"directory.server.up\"", "\"directory.up\""));
    }
}
