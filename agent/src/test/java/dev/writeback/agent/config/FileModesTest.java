package dev.writeback.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files of a configuration others may read or write. */
class FileModesTest {
    @TempDir
    Path directory;

    private ConfigFiles files;
    private Path state;

    @BeforeEach
    void layFiles() throws IOException {
        files = new ConfigFiles(directory);
        state = Files.createDirectory(
                files.path("state"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private void mode(String name, String letters) throws IOException {
        Files.setPosixFilePermissions(files.path(name), PosixFilePermissions.fromString(letters));
    }

    @ParameterizedTest
    @CsvSource({
        "keystore.pin, rw-r-----, keys.passwordFile, chmod 600",
        "agent-keys.p12, rw-r-----, keys.store, chmod 600",
        "relay.connection, rw----r--, relay.serviceBus.connectionFile, chmod 600",
        "ldap.password, rw-r--r--, directories[0].bind.passwordFile, chmod 600",
        "cloud-keys.jwks, rw-rw-r--, cloud.keys, chmod go-w",
        "corp-ca.pem, rw-r--rw-, directories[0].trust.caFile, chmod go-w",
        "state, rwxrwxr-x, agent.stateDirectory, chmod go-w",
    })
    void refusesWhatOthersCanReadOrWrite(String name, String letters, String key, String command) throws Exception {
        mode(name, letters);

        List<Problem> problems = files.problems(ConfigFiles.MINIMAL);

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.line()).isPresent();
            assertThat(problem.found())
                    .startsWith("'" + files.path(name) + "', which ")
                    .endsWith("(mode " + letters + ")");
            assertThat(problem.accepted()).endsWith("; mend it: " + command + " " + files.path(name));
        });
    }

    @ParameterizedTest
    @CsvSource({"cloud-keys.jwks, rw-r--r--", "corp-ca.pem, r--r--r--", "keystore.pin, r--------", "state, rwxr-xr-x"})
    void acceptsWhatOthersMay(String name, String letters) throws Exception {
        mode(name, letters);

        assertThat(files.load(ConfigFiles.MINIMAL)).isNotNull();
    }

    @Test
    void refusesAConfigurationThatOthersCanReadAndTakesOneThatItsGroupCan() throws Exception {
        Path file = files.write("agent.yaml", ConfigFiles.MINIMAL);
        mode("agent.yaml", "rw-r-----");
        assertThat(files.loader().load(file)).isNotNull();

        mode("agent.yaml", "rw-r--r--");

        assertThat(files.problemsOf(file))
                .extracting(Problem::toString)
                .containsExactly("the file: found '" + file + "', which everybody can read (mode rw-r--r--); accepted:"
                        + " rw-r-----; mend it: chmod 640 " + file);
    }

    @Test
    void refusesAJournalThatOthersCanRead() throws Exception {
        files.write("state/journal.db", "");
        mode("state/journal.db", "rw-r--r--");
        files.write("state/audit.jsonl", "");
        mode("state/audit.jsonl", "rw-r-----");

        assertThat(files.problems(ConfigFiles.MINIMAL))
                .extracting(Problem::key, Problem::found)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "agent.stateDirectory",
                        "'" + state.resolve("journal.db")
                                + "', which its group and everybody else can read (mode rw-r--r--)"));
    }

    @Test
    void tellsEverythingAtOnceAndADirectoryOnce() throws Exception {
        mode("keystore.pin", "rw-r--r--");
        mode("ldap.password", "rw-rw-rw-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(files.problems(ConfigFiles.MINIMAL.replace("hq-1", "HQ")))
                .extracting(Problem::key)
                .containsExactlyInAnyOrder("", "agent.id", "keys.passwordFile", "directories[0].bind.passwordFile");
    }

    @Test
    void credentialsAreTheServiceManagersToGrant() throws Exception {
        Files.createDirectory(files.path("credentials"));
        files.write("credentials/ldap", "from systemd\n");
        files.setVariable("CREDENTIALS_DIRECTORY", files.path("credentials").toString());
        String yaml = ConfigFiles.MINIMAL.replace("passwordFile: ldap.password", "passwordFile: \"credential:ldap\"");

        mode("credentials/ldap", "r--r-----");
        assertThat(files.load(yaml)).isNotNull();

        mode("credentials/ldap", "r--r--r--");
        assertThat(files.problems(yaml)).extracting(Problem::key).containsExactly("directories[0].bind.passwordFile");
    }

    @Test
    void canBeSwitchedOffWhereAFileSystemHasNoSuchModes() throws Exception {
        mode("keystore.pin", "rw-r--r--");

        AgentConfig config = files.load(
                ConfigFiles.MINIMAL.replace("stateDirectory: state", "stateDirectory: state, checkFileModes: false"));

        assertThat(config.agent().checkFileModes()).isFalse();
    }

    @Test
    void whoOnlyLooksAtARunningAgentNeedNotOwnItsFiles() throws Exception {
        Path file = files.write("agent.yaml", ConfigFiles.MINIMAL);
        mode("keystore.pin", "rw-r--r--");

        assertThat(files.loader().loadForALook(file)).isNotNull();
    }

    @Test
    void whereTheAgentIsToBeAskedIsSaidByAFileThatIsWrongElsewhere() throws Exception {
        Path file =
                files.write("agent.yaml", "agent: {id: NOT AN ID, stateDirectory: state}\nclod: {}\nhttp: {port: 7}\n");

        Whereabouts there = files.loader().whereabouts(file);

        assertThat(there.stateDirectory()).isEqualTo(files.path("state"));
        assertThat(there.endpoint().address().getPort()).isEqualTo(7);
        assertThat(there.endpoint().wantsToken()).isFalse();
    }

    @Test
    void commandsOfThisMachineNeedNeitherTheTokenNorTheKeyOfTheEndpoint() throws Exception {
        Path file = files.write(
                "agent.yaml",
                "agent: {stateDirectory: state}\n"
                        + "http: {address: 0.0.0.0, token: \"env:GONE\", tls: {certificateFile: gone.pem, keyFile: gone.key}}\n");

        Whereabouts there = files.loader().whereabouts(file);

        assertThat(there.endpoint().address()).hasToString("localhost/127.0.0.1:9464");
        assertThat(there.endpoint().wantsToken()).isTrue();
    }
}
