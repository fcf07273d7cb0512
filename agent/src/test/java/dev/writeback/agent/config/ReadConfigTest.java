package dev.writeback.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadConfigTest {
    @TempDir
    Path directory;

    private ConfigFiles files;
    private ReadConfig complete;

    @BeforeEach
    void layFiles() throws Exception {
        files = new ConfigFiles(directory);
        files.write("other", "something");
        complete = files.read(ConfigFiles.COMPLETE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "agent.logLevel | logLevel: debug | logLevel: info",
                "agent.standby | standby: true | standby: false",
                "operations.reset | reset: false | reset: true",
                "operations.validate | validate: false | validate: true",
                "limits.perUser.count | count: 2 | count: 3",
                "limits.perAgent.seconds | seconds: 10} | seconds: 11}",
                "directories[0].scope.include | \"OU=Staff,DC=corp,DC=example,DC=test\", \"ou=more | \"ou=more",
                "directories[0].scope.exclude | OU=Board | OU=Bored",
                "directories[0].allowUserPrincipalName | allowUserPrincipalName: true | allowUserPrincipalName: false"
            })
    void aRunningAgentCanFollow(String key, String from, String to) throws Exception {
        assertThat(changeTo(from, to)).isEqualTo(new ConfigChange(List.of(key), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "agent.id | id: hq-2 | id: hq-3",
                "agent.stateDirectory | /tmp/writeback-test-state | /tmp/writeback-test-state-2",
                "cloud.issuer | urn:example:cloud | urn:example:other",
                "cloud.keys | keys: cloud-keys.jwks | keys: other",
                "keys.store | store: agent-keys.p12 | store: other",
                "keys.passwordFile | env:STORE_PIN | keystore.pin",
                "relay.serviceBus.requests | to-agents | to-others",
                "directories[0].servers | ldaps://dc1.corp | ldaps://dc2.corp",
                "directories[0].bind.passwordFile | passwordFile: ldap.password | passwordFile: other",
                "directories[0].responseTimeout | responseTimeout: 12 | responseTimeout: 13",
                "limits.inFlight | inFlight: 4 | inFlight: 5",
                "http.port | port: 0 | port: 1",
                "audit.file | log/audit.jsonl | log/other.jsonl",
                "canary.minutes | minutes: 15 | minutes: 16"
            })
    void aRunningAgentCannotFollow(String key, String from, String to) throws Exception {
        assertThat(changeTo(from, to)).isEqualTo(new ConfigChange(List.of(), List.of(key)));
    }

    @Test
    void whatCanAndWhatCannotAreToldApart() throws Exception {
        ConfigChange change = complete.changeTo(files.read(
                ConfigFiles.COMPLETE.replace("id: hq-2", "id: hq-3").replace("reset: false", "reset: true")));

        assertThat(change).isEqualTo(new ConfigChange(List.of("operations.reset"), List.of("agent.id")));
    }

    @Test
    void anotherNameOfADirectoryNeedsARestart() throws Exception {
        ConfigChange change = files.read(ConfigFiles.MINIMAL)
                .changeTo(files.read(ConfigFiles.MINIMAL.replace("name: corp", "name: house")));

        assertThat(change).isEqualTo(new ConfigChange(List.of(), List.of("directories[0].name")));
    }

    @Test
    void aFurtherDirectoryNeedsARestart() throws Exception {
        String section = ConfigFiles.MINIMAL
                .substring(ConfigFiles.MINIMAL.indexOf("  - name"))
                .replace("name: corp", "name: house");

        ConfigChange change = files.read(ConfigFiles.MINIMAL).changeTo(files.read(ConfigFiles.MINIMAL + section));

        assertThat(change.needingRestart()).contains("directories[1].name", "directories[1].servers");
    }

    @Test
    void commentsOrderAndSpaceAreNoChange() throws Exception {
        String other = "# a comment\n" + ConfigFiles.COMPLETE.replace("connectTimeout: 7", "connectTimeout:    7 # s");

        assertThat(complete.changeTo(files.read(other))).isEqualTo(new ConfigChange(List.of(), List.of()));
    }

    @Test
    void aDefaultThatIsWrittenOutIsNoChange() throws Exception {
        String other = ConfigFiles.MINIMAL + "operations: {reset: true}\nhttp: {port: 9464}\n";

        assertThat(files.read(ConfigFiles.MINIMAL).changeTo(files.read(other)))
                .isEqualTo(new ConfigChange(List.of(), List.of()));
    }

    private ConfigChange changeTo(String from, String to) throws Exception {
        String other = ConfigFiles.COMPLETE.replaceFirst(java.util.regex.Pattern.quote(from), to);
        assertThat(other).as("the test changes something").isNotEqualTo(ConfigFiles.COMPLETE);
        return complete.changeTo(files.read(other));
    }
}
