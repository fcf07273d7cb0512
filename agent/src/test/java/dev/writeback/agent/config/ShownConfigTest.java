package dev.writeback.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownConfigTest {
    @TempDir
    Path directory;

    private ConfigFiles files;

    @BeforeEach
    void layFiles() {
        files = new ConfigFiles(directory);
    }

    @Test
    void showsWhatTheSchemaListsAndHidesWhereSecretsAre() throws Exception {
        assertThat(shown(ConfigFiles.MINIMAL).lines())
                .containsExactly(
                        "agent.id: hq-1",
                        "agent.stateDirectory: state",
                        "cloud.issuer: https://sspr.example.net",
                        "cloud.audience: urn:pwb:6d1b2c:hq",
                        "cloud.keys: cloud-keys.jwks",
                        "keys.store: agent-keys.p12",
                        "keys.passwordFile: (a file, not shown)",
                        "relay.serviceBus.connectionFile: (a file, not shown)",
                        "relay.serviceBus.requests: requests",
                        "relay.serviceBus.replies: replies",
                        "directories[0].name: corp",
                        "directories[0].type: active-directory",
                        "directories[0].servers[0]: ldaps://dc1.corp.example.test:636",
                        "directories[0].baseDn: DC=corp,DC=example,DC=test",
                        "directories[0].trust.caFile: corp-ca.pem",
                        "directories[0].bind.user: CN=svc-writeback,OU=Service,DC=corp,DC=example,DC=test",
                        "directories[0].bind.passwordFile: (a file, not shown)",
                        "directories[0].scope.include[0]: OU=Staff,DC=corp,DC=example,DC=test");
    }

    @Test
    void showsEveryKeyThatIsNoSecret() throws Exception {
        List<String> lines = shown(ConfigFiles.COMPLETE).lines();

        assertThat(lines)
                .filteredOn(line -> line.contains("not shown"))
                .containsExactly(
                        "keys.passwordFile: (an environment variable, not shown)",
                        "relay.serviceBus.connectionFile: (a file, not shown)",
                        "directories[0].bind.passwordFile: (a file, not shown)",
                        "http.token: (a file, not shown)");
        assertThat(lines)
                .contains(
                        "limits.perUser.count: 2",
                        "operations.unlock: true",
                        "directories[0].scope.include[1]: ou=more, dc=Corp, dc=example, dc=test",
                        "canary.user: 6f1a2b3c-0d4e-4f5a-8b6c-7d8e9f0a1b2c");
    }

    @Test
    void knowsTheSecretsOfTheFile() throws Exception {
        ShownConfig shown = shown(ConfigFiles.COMPLETE);

        assertThat(shown.secrets())
                .containsOnlyKeys(
                        "keys.passwordFile",
                        "relay.serviceBus.connectionFile",
                        "directories[0].bind.passwordFile",
                        "http.token");
        assertThat(shown.secrets().values())
                .extracting(SecretReference::read)
                .allSatisfy(secret ->
                        secret.use(bytes -> assertThat(new String(bytes, java.nio.charset.StandardCharsets.UTF_8))
                                .contains(ConfigFiles.CANARY)));
        assertThat(shown.unfound()).isEmpty();
    }

    @Test
    void tellsByItsKeyWhichSecretIsNotToBeFoundFromHere() throws Exception {
        ShownConfig shown = shown("""
                keys: {passwordFile: "credential:keys.pin"}
                relay: {serviceBus: {connectionFile: "Endpoint=sb://x/;SharedAccessKey=hunter2-canary"}}
                directories:
                  - bind: {passwordFile: "env:OTHER"}
                  - bind: {passwordFile: ldap.password}
                  - bind: {passwordFile: hunter2-canary}
                """);

        assertThat(shown.secrets()).containsOnlyKeys("directories[1].bind.passwordFile");
        assertThat(shown.unfound())
                .containsOnlyKeys(
                        "keys.passwordFile",
                        "relay.serviceBus.connectionFile",
                        "directories[0].bind.passwordFile",
                        "directories[2].bind.passwordFile")
                .containsEntry(
                        "keys.passwordFile",
                        "a credential, but the service manager passed none (CREDENTIALS_DIRECTORY is not set)")
                .containsEntry("directories[0].bind.passwordFile", "an environment variable that is not set");
        assertThat(shown.toString()).doesNotContain("hunter2");
    }

    @Test
    void findsACredentialWhereTheServiceManagerLaysIt() throws Exception {
        Path credentials = Files.createDirectory(directory.resolve("credentials"));
        Files.writeString(credentials.resolve("keys.pin"), ConfigFiles.CANARY);

        ShownConfig shown = ShownConfig.of(
                files.write("agent.yaml", "keys: {passwordFile: 'credential:keys.pin'}\n"),
                name -> name.equals("CREDENTIALS_DIRECTORY") ? credentials.toString() : null);

        assertThat(shown.secrets()).containsOnlyKeys("keys.passwordFile");
        assertThat(shown.unfound()).isEmpty();
    }

    @Test
    void aPinThatWindowsEncryptsAndTheNameOfATokenAreNoSecretsToBeRead() throws Exception {
        ShownConfig shown =
                shown("keys: {dpapi: {store: agent-keys.p12, pinFile: pin.dpapi}, pkcs11: {tokenLabel: mine}}\n");

        assertThat(shown.secrets()).isEmpty();
        assertThat(shown.unfound())
                .containsOnlyKeys("keys.dpapi.pinFile")
                .containsEntry("keys.dpapi.pinFile", "encrypted by Windows, and not decrypted for this");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent: {id: hq-1, password: hunter2-canary}",
                "hunter2-canary: true",
                "secrets: {list: [hunter2-canary, {a: hunter2-canary}]}",
                "agent: {id: hq-1} # the password is hunter2-canary",
                "keys: {passwordFile: hunter2-canary}",
                "keys: {passwordFile: 'env:hunter2-canary'}",
                "keys: {passwordFile: [hunter2-canary]}",
                "relay: {serviceBus: {requests: 'Endpoint=sb://x/;SharedAccessKey=hunter2-canary'}}",
                "cloud: {url: 'https://admin:hunter2-canary@sspr.example.net'}",
                "cloud: {issuer: 'password=hunter2-canary'}",
                "agent: {id: 'zX9hunter2-canaryAAAAAAAAAAAAAAAAAAA'}",
                "directories: [{bind: {user: x, password: hunter2-canary}}]"
            })
    void hidesWhatNobodyExpectsThere(String yaml) throws Exception {
        assertThat(String.join("\n", shown(yaml + "\n").lines())).doesNotContain("hunter2");
    }

    @Test
    void isNotForWhatIsNoYaml() {
        assertThatThrownBy(() -> shown("agent: [hunter2-canary"))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("hunter2");
    }

    private ShownConfig shown(String yaml) throws ConfigException {
        return ShownConfig.of(
                files.write("agent.yaml", yaml), name -> name.equals("STORE_PIN") ? ConfigFiles.CANARY : null);
    }
}
