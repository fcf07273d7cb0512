package dev.writeback.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey=b",
                "password: hunter2",
                "Passwd=hunter2",
                "pwd = hunter2",
                "https://user:hunter2@desk.example.test",
                "q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1C="
            })
    void whatLooksLikeASecretIsNotRepeated(String value) {
        assertThat(Shown.text(value)).isEqualTo("a text that is not shown");
        assertThat(Shown.name(value)).isEqualTo("(not shown)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ldaps://dc1.corp.example.test:636", "HQ 1", "OU=Staff,DC=corp,DC=example,DC=test", "requests"})
    void whatAnAdministratorMistypedIs(String value) {
        assertThat(Shown.text(value)).isEqualTo("'" + value + "'");
    }
}
