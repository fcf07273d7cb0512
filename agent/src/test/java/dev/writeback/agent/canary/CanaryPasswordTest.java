package dev.writeback.agent.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanaryPasswordTest {
    @Test
    void isLongHasEachClassOfCharactersAndNeverComesTwice() {
        SecureRandom random = new SecureRandom();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            try (Secret password = CanaryPassword.next(random)) {
                String text = password.map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
                assertThat(text)
                        .matches("[A-Za-z0-9.-]{40}")
                        .containsPattern("[A-Z]")
                        .containsPattern("[a-z]")
                        .containsPattern("[0-9]")
                        .containsPattern("[.-]");
                assertThat(seen.add(text)).isTrue();
            }
        }
    }
}
