package dev.writeback.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestKeyTest {
    private static final List<String> KNOWN = List.of("issuer", "audience", "keys", "connectTimeout");

    @Test
    void findsTheKeyThatWasMeant() {
        assertThat(NearestKey.to("isuer", KNOWN)).contains("issuer");
        assertThat(NearestKey.to("Audience", KNOWN)).contains("audience");
        assertThat(NearestKey.to("key", KNOWN)).contains("keys");
        assertThat(NearestKey.to("connect_timeout", KNOWN)).contains("connectTimeout");
    }

    @Test
    void guessesNothingWhenNothingIsNear() {
        assertThat(NearestKey.to("x", List.of())).isEmpty();
        assertThat(NearestKey.to("somethingElse", KNOWN)).isEmpty();
        assertThat(NearestKey.to("k".repeat(65), KNOWN)).isEmpty();
    }
}
