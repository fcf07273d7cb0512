package dev.writeback.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.agent.keys.Pkcs12Storage;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.secret.Secret;
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

/** {@code keys} and {@code config check} on real key files. */
class KeyCommandsTest {
    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final CommandLineRun command = new CommandLineRun();
    private KeyRing keys;
    private Path file;
    private ConfigFiles files;

    @BeforeEach
    void layFiles() throws Exception {
        files = new ConfigFiles(directory);
        file = files.write("agent.yaml", ConfigFiles.MINIMAL);
        layKeys(Instant.now().minusSeconds(60));
    }

    private void layKeys(Instant from) throws Exception {
        Files.delete(files.path("agent-keys.p12"));
        keys = AgentKeys.generate(
                new Pkcs12Storage(files.path("agent-keys.p12"), "hq-1", () -> pin(ConfigFiles.CANARY), random), from);
        Instant end = from.plus(Duration.ofDays(90));
        Files.write(
                files.path("cloud-keys.jwks"),
                JwkSets.writePublic(KeyRing.of(
                        Keys.generate(KeyUse.SIG, Optional.empty(), from, end, random),
                        Keys.generate(KeyUse.ENC, Optional.empty(), from, end, random))));
    }

    @Test
    void listsTheKeys() {
        assertThat(command.run("keys", "list", "--config", file)).isEqualTo(0);
        assertThat(command.out().lines()).hasSize(2).allMatch(line -> line.endsWith("  live"));
        keys.all()
                .forEach(key -> assertThat(command.out())
                        .contains(key.use().wireName() + "  " + key.id() + "  " + key.notBefore() + "  "
                                + key.expiresAt()));
    }

    @Test
    void listsTheKeysAsJson() throws Exception {
        assertThat(command.run("keys", "list", "--config", file, "--output", "json"))
                .isEqualTo(0);

        JsonNode list = new ObjectMapper().readTree(command.out()).path("keys");
        assertThat(list).hasSize(2);
        for (JsonNode key : list) {
            var record = keys.all().stream()
                    .filter(k -> k.id().value().equals(key.path("kid").textValue()))
                    .findFirst()
                    .orElseThrow();
            assertThat(key.path("use").textValue()).isEqualTo(record.use().wireName());
            assertThat(key.path("alg").textValue()).isEqualTo(record.algorithm());
            assertThat(key.path("exp").textValue()).isEqualTo(record.expiresAt().toString());
            assertThat(key.path("state").textValue()).isEqualTo("live");
        }
    }

    @Test
    void printsPublicKeysAlone() throws Exception {
        assertThat(command.run("keys", "public", "--config", file)).isEqualTo(0);

        KeyRing printed = JwkSets.readPublic(command.out().getBytes(StandardCharsets.UTF_8));
        assertThat(printed.all())
                .extracting(key -> key.toString())
                .containsExactlyInAnyOrderElementsOf(
                        keys.toPublic().all().stream().map(Object::toString).toList());
        assertThat(command.out()).doesNotContain("\"d\"");
    }

    @Test
    void wrongPinIsExitCode78AndNotShown() {
        files.write("keystore.pin", "other-canary");

        assertThat(command.run("keys", "list", "--config", file)).isEqualTo(78);
        assertThat(command.err())
                .contains("agent-keys.p12: found a store that the PIN does not open")
                .doesNotContain("canary")
                .doesNotContain("\tat ");
    }

    @Test
    void checkAcceptsAWholeConfiguration() {
        assertThat(command.run("config", "check", "--config", file)).isEqualTo(0);
        assertThat(command.out()).isEqualTo(file + " is valid\n");
    }

    @Test
    void checkLooksIntoTheKeyFiles() throws Exception {
        layKeys(Instant.now().minus(Duration.ofDays(400)));

        assertThat(command.run("config", "check", "--config", file)).isEqualTo(78);
        assertThat(command.err())
                .contains("keys.store: found no live key with use enc")
                .contains("keys.store: found no live key with use sig")
                .contains("cloud.keys: found no live key with use sig")
                .contains("cloud.keys: found no live key with use enc");
    }

    @Test
    void checkSaysWhichFilesOthersCanReadAndHowToMendIt() throws Exception {
        Path pin = files.path("keystore.pin");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(command.run("config", "check", "--config", file)).isEqualTo(78);
        assertThat(command.err())
                .contains("  keys.passwordFile (line 3): found '" + pin
                        + "', which its group and everybody else can read (mode rw-r--r--); accepted: rw-------;"
                        + " mend it: chmod 600 " + pin);
        assertThat(command.run("run", "--config", file)).isEqualTo(78);
    }

    @Test
    void checkSaysThatThereAreNoKeysYet() throws Exception {
        Files.delete(files.path("agent-keys.p12"));

        assertThat(command.run("config", "check", "--config", file)).isEqualTo(78);
        assertThat(command.err()).contains("  keys.store: found no keys; accepted: keys of this agent");
    }

    @Test
    void checkNamesTheKeyOfABrokenKeyFile() {
        files.write("cloud-keys.jwks", "{}");
        files.write("agent-keys.p12", "not a store");

        assertThat(command.run("config", "check", "--config", file)).isEqualTo(78);
        assertThat(command.err())
                .contains("  keys.store: found what is not a readable PKCS#12 file")
                .contains("  cloud.keys: found ");
    }

    @Test
    void checkPrintsProblemsAsJson() throws Exception {
        files.write("agent.yaml", ConfigFiles.MINIMAL.replace("hq-1", "HQ"));

        assertThat(command.run("config", "check", "--config", file, "--output", "json"))
                .isEqualTo(78);

        JsonNode result = new ObjectMapper().readTree(command.out());
        assertThat(result.path("valid").booleanValue()).isFalse();
        assertThat(result.path("problems")).hasSize(1);
        assertThat(result.path("problems").get(0))
                .hasToString("{\"key\":\"agent.id\",\"line\":1,\"found\":\"'HQ'\","
                        + "\"accepted\":\"1 to 63 of a-z, 0-9 and -\"}");
        assertThat(command.err()).isEmpty();
    }

    private static Secret pin(String text) {
        return Secret.takeOwnershipOf(text.getBytes(StandardCharsets.UTF_8));
    }
}
