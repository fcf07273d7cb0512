package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.writeback.sandbox.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command {@code writeback cloud send} against a running agent. */
@ExtendWith(SharedSite.class)
class CloudSendIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    private static AgentSite world;

    @BeforeAll
    static void meet(AgentSite shared) {
        world = shared;
        // Exactly one consumer reads the replies: here it is the command.
        world.disconnectCloud();
    }

    @AfterAll
    static void leave() throws Exception {
        world.connectCloudAgain();
    }

    private record Run(int exitCode, String out, String err) {
        List<JsonNode> documents() throws Exception {
            List<JsonNode> all = new ArrayList<>();
            for (String line : out.lines().toList()) {
                all.add(JSON.readTree(line));
            }
            return all;
        }
    }

    private static Run send(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("cloud", "send", "--config", world.site.cloudConfig().toString()));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(all.toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }

    private static String user(String name) {
        return "objectGUID:" + world.directory.guidOf(name);
    }

    private static String passwordFile(String text) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "password", ".txt"), text)
                .toString();
    }

    @Test
    void resetPrintsTheVerifiedClaimsAsOneDocument() throws Exception {
        // When
        Run run = send(
                "reset",
                "--user",
                user("u11"),
                "--new-password-file",
                passwordFile("Fresh-Passw0rd-1!\n"),
                "--output",
                "json");

        // Then
        assertThat(run.exitCode()).isZero();
        JsonNode ack = run.documents().get(0);
        assertThat(run.documents()).hasSize(1);
        assertThat(ack.path("out").asText()).isEqualTo("OK");
        assertThat(ack.path("op").asText()).isEqualTo("reset");
        assertThat(ack.path("iss").asText()).isEqualTo("urn:pwb:agent:hq-1");
        assertThat(ack.path("att").asInt()).isEqualTo(1);
        assertThat(ack.path("dc").asText()).isNotEmpty();
        assertThat(ack.path("rjti").asText()).isNotEmpty();
        assertThat(ack.path("t").path("tot").isNumber()).isTrue();
        assertThat(ack.path("millis").isNumber()).isTrue();
        assertThat(world.directory.canBind("u11", AgentSite.utf8("Fresh-Passw0rd-1!")))
                .isTrue();
    }

    @Test
    void refusalCarriesViolationsAndRules() throws Exception {
        // When
        Run run = send("reset", "--user", user("u14"), "--new-password-file", passwordFile("Sh0rt!"), "-o", "json");

        // Then
        assertThat(run.exitCode()).isZero();
        JsonNode ack = run.documents().get(0);
        assertThat(ack.path("reason").asText()).isEqualTo("policy_violation");
        assertThat(ack.path("violations")).extracting(JsonNode::asText).contains("too_short");
        assertThat(ack.path("rules").path("minLength").isNumber()).isTrue();
    }

    @Test
    void manyPingsAtATimeGetOneDocumentEach() throws Exception {
        // When
        Run run = send("ping", "--count", "20", "--concurrency", "8", "--output", "json");

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.documents())
                .hasSize(20)
                .allSatisfy(ack -> assertThat(ack.path("out").asText()).isEqualTo("OK"));
    }

    @Test
    void wrongUsageEndsWithCode2AndSaysWhatIsAccepted() {
        assertThat(send("reset", "--user", user("u02"))).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("--new-password-file");
        });
        assertThat(send("unlock")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("--user");
        });
        assertThat(send("unlock", "--user", "dn:CN=x")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("objectGUID:VALUE");
        });
    }

    @Test
    void noAckInTimeEndsWithCode1() throws Exception {
        // Given
        world.site.relay().faults().refuseReceivers("requests", "amqp:not-allowed");
        world.site.relay().faults().detachLinks("requests", "amqp:link:detach-forced");

        // When
        Run run = send("ping", "--timeout", "1", "--output", "json");

        // Then
        world.site.relay().faults().allowReceivers("requests");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.documents().get(0).path("out").isNull()).isTrue();
    }
}
