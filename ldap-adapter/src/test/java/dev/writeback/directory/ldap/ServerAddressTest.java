package dev.writeback.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "ldaps://dc1.corp.example.test,LDAPS,dc1.corp.example.test:636",
        "ldaps://dc1.corp.example.test:1636/,LDAPS,dc1.corp.example.test:1636",
        "ldap://dc1,START_TLS,dc1:389",
        "ldaps://[::1]:636,LDAPS,[::1]:636"
    })
    void readsAnAddress(String url, ServerAddress.Transport transport, String hostAndPort) {
        ServerAddress address = ServerAddress.parse(url);

        assertThat(address.transport()).isEqualTo(transport);
        assertThat(address).hasToString(hostAndPort);
    }

    @ParameterizedTest
    @CsvSource({
        "ldaps://dc1.corp.example.test,dc1.corp.example.test",
        "ldaps://dc1.corp.example.test:1636,dc1.corp.example.test:1636",
        "ldap://dc1,dc1:389",
        "ldaps://[::1],[::1]:636"
    })
    void hasANameThatNoOtherServerHas(String url, String name) {
        assertThat(ServerAddress.parse(url).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dc1",
                "http://dc1",
                "ldap+plain://dc1",
                "ldaps://",
                "ldaps://dc1:0",
                "ldaps://dc1:65536",
                "ldaps://u@dc1"
            })
    void refusesAnotherForm(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(url));
    }

    @Test
    void refusesACaFileWithoutACertificate(@TempDir Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("ca.pem"), "no certificate\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerTrust.of(Optional.of(empty)))
                .withMessageContaining(empty.toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerTrust.of(Optional.of(folder.resolve("absent.pem"))))
                .withMessageContaining("absent.pem");
    }
}
