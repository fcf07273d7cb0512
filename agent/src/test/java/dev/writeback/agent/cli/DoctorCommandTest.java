package dev.writeback.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.agent.keys.Pkcs12Storage;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.secret.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a machine from which nothing can be reached. */
final class DoctorCommandTest {
    @TempDir
    Path directory;

    private final CommandLineRun command = new CommandLineRun();
    private ConfigFiles files;
    private Path file;

    @BeforeEach
    void layFiles() {
        files = new ConfigFiles(directory);
        files.write("relay.connection", "not one; " + ConfigFiles.CANARY);
        file = files.write("agent.yaml", ConfigFiles.MINIMAL + "http: {port: 1}\n");
    }

    @Test
    void printsNestedLinesWithAdviceAndFails() {
        assertThat(command.run("doctor", "--config", file)).isEqualTo(1);

        assertThat(command.out().lines())
                .contains("writeback 1.2.3, agent hq-1")
                .contains("ok      configuration: " + file + " is valid")
                .contains("failure keys")
                .contains("failure   own keys: " + files.path("agent-keys.p12")
                        + ": found what is not a readable PKCS#12 file; accepted: a PKCS#12 file")
                .anyMatch(
                        line -> line.startsWith("          -> put the key store and its PIN back from where they were"))
                .anyMatch(line -> line.startsWith(
                        "failure   keys of the cloud: " + files.path("cloud-keys.jwks") + ": found no key with use "))
                .anyMatch(line -> line.startsWith("failure relay: the connection string"))
                .contains("failure directory corp: no directory is looked at in these tests")
                .contains("note    running agent: none answers at 127.0.0.1 port 1")
                .anyMatch(line -> line.matches("4 failures, no warnings \\([0-9]+\\.[0-9] s\\)"));
        assertThat(command.out() + command.err()).doesNotContain(ConfigFiles.CANARY);
    }

    @Test
    void whatAnswersOnThePortAndIsNoAgentIsAFailure() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
        try {
            int port = other.getAddress().getPort();
            files.write("agent.yaml", ConfigFiles.MINIMAL + "http: {port: " + port + "}\n");

            command.run("doctor", "--config", file);

            assertThat(command.out())
                    .contains("failure running agent: what answers at 127.0.0.1 port " + port + " is no agent");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void printsTheSameAsJson() throws Exception {
        assertThat(command.run("doctor", "--config", file, "--output", "json")).isEqualTo(1);

        JsonNode report = new ObjectMapper().readTree(command.out());
        assertThat(report.path("status").asText()).isEqualTo("failure");
        assertThat(report.path("failures").asInt()).isEqualTo(4);
        JsonNode keys = report.path("checks").get(2);
        assertThat(keys.path("name").asText()).isEqualTo("keys");
        assertThat(keys.path("checks").get(0).path("status").asText()).isEqualTo("failure");
        assertThat(keys.path("checks").get(0).path("advice").asText()).startsWith("put the key store");
        assertThat(command.out()).doesNotContain(ConfigFiles.CANARY);
    }

    @Test
    void tellsHowLongKeysLive() throws Exception {
        SecureRandom random = new SecureRandom();
        Instant start = Instant.now().minus(Duration.ofDays(183));
        Files.delete(files.path("agent-keys.p12"));
        AgentKeys.generate(
                new Pkcs12Storage(files.path("agent-keys.p12"), "hq-1", DoctorCommandTest::pin, random), start);
        Files.write(
                files.path("cloud-keys.jwks"),
                JwkSets.writePublic(KeyRing.of(
                        Keys.generate(KeyUse.SIG, Optional.empty(), start, start.plus(Duration.ofDays(190)), random),
                        Keys.generate(KeyUse.ENC, Optional.empty(), start, start.plus(Duration.ofDays(400)), random))));

        command.run("doctor", "--config", file);

        assertThat(command.out())
                .containsPattern("failure     encryption: the key [A-Za-z0-9_-]{8}\\.\\.\\. has ended 3 days ago")
                .containsPattern("failure     signature: the key [A-Za-z0-9_-]{8}\\.\\.\\. has ended 3 days ago")
                .contains("-> enrol this machine again with a new code: writeback enroll")
                .containsPattern("warning     signature: key [A-Za-z0-9_-]{8}\\.\\.\\., 183 days old, ends in 6 days")
                .contains("-> get the cloud's present key set and put it into cloud.keys")
                .containsPattern(
                        "ok          encryption: key [A-Za-z0-9_-]{8}\\.\\.\\., 183 days old, ends in 216 days");
    }

    private static Secret pin() {
        return Secret.takeOwnershipOf(ConfigFiles.CANARY.getBytes(StandardCharsets.UTF_8));
    }

    /** The agent would not start; the doctor says so and goes on. */
    @Test
    void tellsWhatOthersCanReadAndGoesOn() throws Exception {
        Files.setPosixFilePermissions(files.path("ldap.password"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(command.run("doctor", "--config", file)).isEqualTo(1);

        assertThat(command.out())
                .contains("failure files: the agent does not start while others can read or change these")
                .contains("failure   directories[0].bind.passwordFile: ")
                .contains("mend it: chmod 600 " + files.path("ldap.password"))
                .contains("failure keys");
    }

    @Test
    void printsAllProblemsOfAConfigurationThatIsWrong() throws Exception {
        files.write(
                "agent.yaml", ConfigFiles.MINIMAL.replace("id: hq-1", "id: HQ").replace("ldaps:", "http:"));

        assertThat(command.run("doctor", "--config", file)).isEqualTo(78);
        assertThat(command.err()).contains("agent.id").contains("directories[0].servers[0]");

        assertThat(command.run("doctor", "--config", file, "--output", "json")).isEqualTo(78);
        JsonNode report = new ObjectMapper().readTree(command.out());
        assertThat(report.path("checks")).hasSize(2);
        assertThat(report.path("checks").get(0).path("detail").asText()).startsWith("agent.id: found ");
        assertThat(report.path("checks").get(0).path("advice").asText()).startsWith("accepted: ");
    }

    @Test
    void takesAUserAsRequestsNameOne() {
        assertThat(command.run("doctor", "--config", file, "--user", "dn:CN=x")).isEqualTo(2);
        assertThat(command.err()).contains("objectGUID, objectSid, immutableId, userPrincipalName");
        assertThat(command.run("doctor", "--config", file, "--user", "objectGUID:nonsense"))
                .isEqualTo(2);
        assertThat(command.run("doctor", "--config", file, "--user", "userPrincipalName:a:b@corp.test"))
                .isEqualTo(1);
        assertThat(command.out()).contains("failure user: a:b@corp.test was not found");
    }
}
