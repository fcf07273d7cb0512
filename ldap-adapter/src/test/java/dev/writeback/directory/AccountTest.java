package dev.writeback.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccountTest {
    @ParameterizedTest
    @CsvSource({
        "dc1.corp.example.test,dc1.corp.example.test",
        "dc1.corp.example.test:1636,dc1.corp.example.test",
        "[2001:db8::7]:636,2001:db8::7",
        "2001:db8::7,2001:db8::7",
        "192.0.2.1:389,192.0.2.1"
    })
    void knowsTheHostOfItsServer(String server, String host) {
        Account account = new Account(
                new UUID(1, 2),
                "CN=u01,DC=test",
                "S-1-5-21-1-2-3-1105",
                "corp",
                server,
                Optional.empty(),
                Set.of(),
                false,
                false,
                Optional.empty());

        assertThat(account.serverHost()).isEqualTo(host);
    }
}
