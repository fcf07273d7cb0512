package dev.writeback.sandbox.servicebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.sandbox.servicebus.HandClock;
import dev.writeback.sandbox.servicebus.access.TokenVerifier.Grant;
import dev.writeback.sandbox.servicebus.access.TokenVerifier.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private static final String AUDIENCE = "amqp://localhost/requests";
    /** Made with another implementation: openssl dgst -sha256 -hmac test-key over the resource, LF, 1800000000. */
    private static final String TOKEN =
            "SharedAccessSignature sr=amqp%3A%2F%2Flocalhost%2Frequests&sig=fYEoWNeEbCN94a123j1%2BpTz5hIRQnVddpcjcvoiQG2g%3D&se=1800000000&skn=agent";

    private final HandClock clock = new HandClock(Instant.ofEpochSecond(1_799_999_000));
    private final AccessPolicy agent = new AccessPolicy(
            "agent", "test-key", Map.of("requests", Set.of(Right.LISTEN), "Replies", Set.of(Right.SEND)));
    private final TokenVerifier verifier = new TokenVerifier(List.of(agent), Set.of("localhost"), clock);

    @Test
    void takesATokenOfAnotherImplementation() {
        assertThat(verifier.verify(TOKEN, AUDIENCE))
                .isEqualTo(new Grant(agent, "requests", Instant.ofEpochSecond(1_800_000_000)));
    }

    @Test
    void grantsOnlyTheRightsOfThePolicyBelowTheAudience() {
        Grant grant = (Grant) verifier.verify(TOKEN, AUDIENCE);

        assertThat(grant.allows(Right.LISTEN, "requests")).isTrue();
        assertThat(grant.allows(Right.LISTEN, "requests/$management")).isTrue();
        assertThat(grant.allows(Right.SEND, "requests")).isFalse();
        assertThat(grant.allows(Right.SEND, "replies")).isFalse();
        assertThat(grant.allows(Right.LISTEN, "requests2")).isFalse();
    }

    @Test
    void refusesAWrongSignature() {
        assertRefused(TOKEN.replace("sig=fYEo", "sig=AAAA"), AUDIENCE, "InvalidSignature");
    }

    @Test
    void refusesAChangedExpiry() {
        assertRefused(TOKEN.replace("1800000000", "1800000001"), AUDIENCE, "InvalidSignature");
    }

    @Test
    void refusesAnUnknownPolicyWithTheSameWords() {
        assertRefused(TOKEN.replace("skn=agent", "skn=nobody"), AUDIENCE, "InvalidSignature");
    }

    @Test
    void refusesATokenAtTheSecondOfItsExpiry() {
        clock.advance(Duration.ofSeconds(1000));

        assertRefused(TOKEN, AUDIENCE, "ExpiredToken");
    }

    @Test
    void refusesATokenForAnotherQueueOrHost() {
        assertRefused(TOKEN, "amqp://localhost/replies", "InvalidAudience");
        TokenVerifier elsewhere = new TokenVerifier(List.of(agent), Set.of("other.example.test"), clock);
        assertThat(elsewhere.verify(TOKEN, AUDIENCE)).isInstanceOf(Refusal.class);
    }

    @Test
    void refusesWhatIsNoToken() {
        for (String text : List.of(
                "",
                "Bearer x",
                "SharedAccessSignature ",
                "SharedAccessSignature sr=a&sig=b&se=c",
                "SharedAccessSignature sr=a&sig=!&se=1&skn=agent",
                TOKEN + "&skn=agent",
                TOKEN.replace("1800000000", "99999999999999999999"),
                TOKEN.replace("1800000000", "soon"))) {
            assertRefused(text, AUDIENCE, "MalformedToken");
        }
    }

    @Test
    void printsNoKey() {
        assertThat(agent.toString()).contains("agent").doesNotContain("test-key");
    }

    private void assertRefused(String token, String audience, String reason) {
        assertThat(verifier.verify(token, audience))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).startsWith(reason));
    }
}
