package dev.writeback.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferenceTest {
    @TempDir
    Path directory;

    private ConfigFiles files;

    @BeforeEach
    void layFiles() {
        files = new ConfigFiles(directory);
    }

    @Test
    void dropsOneTrailingLineEndAndNoMore() {
        assertThat(read(file("secret\n"))).isEqualTo("secret");
        assertThat(read(file("secret\r\n"))).isEqualTo("secret");
        assertThat(read(file("secret\n\n"))).isEqualTo("secret\n");
        assertThat(read(file(" secret "))).isEqualTo(" secret ");
        assertThat(read(file("secret\r"))).isEqualTo("secret\r");
    }

    @Test
    void readsTheFileAgainEachTime() {
        SecretReference reference = file("old");
        assertThat(read(reference)).isEqualTo("old");

        files.write("secret", "new");

        assertThat(read(reference)).isEqualTo("new");
    }

    @Test
    void refusesEmptyAndTooLargeFiles() {
        assertThatThrownBy(() -> file("").read())
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageEndingWith("is empty");
        assertThatThrownBy(() -> file("\r\n").read()).hasMessageEndingWith("is empty");
        assertThatThrownBy(() -> file("x".repeat(SecretBytes.LARGEST + 1)).read())
                .hasMessageEndingWith("is larger than 65536 bytes");
        assertThat(read(file("x".repeat(SecretBytes.LARGEST)))).hasSize(SecretBytes.LARGEST);
    }

    @Test
    void saysWhenTheFileIsGone() throws IOException {
        SecretReference reference = file("secret");
        Files.delete(files.path("secret"));

        assertThatThrownBy(reference::read)
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessage(files.path("secret") + " cannot be read: NoSuchFileException");
    }

    @Test
    void readsEnvironmentVariables() throws ConfigException {
        files.setVariable("LDAP_PASSWORD", "s\u00e9cret");

        SecretReference reference = place("\"env:LDAP_PASSWORD\"");

        assertThat(read(reference)).isEqualTo("s\u00e9cret");
        assertThat(reference).hasToString("env:LDAP_PASSWORD");
    }

    @Test
    void readsCredentialsOfTheServiceManager() throws Exception {
        Files.createDirectory(files.path("credentials"));
        files.write("credentials/ldap", "from systemd\n");
        files.setVariable("CREDENTIALS_DIRECTORY", files.path("credentials").toString());

        SecretReference reference = place("credential:ldap");

        assertThat(read(reference)).isEqualTo("from systemd");
        assertThat(reference).hasToString("credential:ldap");
    }

    @Test
    void neverShowsTheSecret() {
        assertThat(file(ConfigFiles.CANARY).toString()).doesNotContain(ConfigFiles.CANARY);
        assertThat(new EnvironmentSecret("A", name -> ConfigFiles.CANARY).toString())
                .doesNotContain(ConfigFiles.CANARY);
    }

    private SecretReference file(String content) {
        Path file = files.write("secret", content);
        return new FileSecret(file, file.toString());
    }

    private SecretReference place(String reference) throws ConfigException {
        BindSettings bind = files.load(
                        ConfigFiles.MINIMAL.replace("passwordFile: ldap.password", "passwordFile: " + reference))
                .directories()
                .get(0)
                .bind();
        return ((BindSettings.WithPassword) bind).password();
    }

    private static String read(SecretReference reference) {
        try (Secret secret = reference.read()) {
            return secret.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
