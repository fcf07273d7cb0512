package dev.writeback.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastCanaryTest {
    private static final Instant NOW = Instant.parse("2026-11-30T03:12:05Z");

    private final LastCanary canary = new LastCanary(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void remembersTheLastRunAndTheLastSuccess() {
        canary.ended(Conclusion.of(Outcome.OK), true);
        canary.ended(Conclusion.refused(Reason.ACCESS_DENIED), false);

        assertThat(canary.seen())
                .isEqualTo(new LastCanary.Seen(
                        Optional.of(new LastCanary.Run(NOW, "refused", Optional.of("access_denied"), false)),
                        Optional.of(NOW)));
    }

    @Test
    void hasNotRunBeforeItsFirstRun() {
        assertThat(canary.seen()).isEqualTo(new LastCanary.Seen(Optional.empty(), Optional.empty()));
    }

    @Test
    void aRunThatBrokeOffIsBadAndOneThatWasNotMadeIsNot() {
        canary.failed();
        assertThat(canary.seen().last()).contains(new LastCanary.Run(NOW, "failed", Optional.empty(), false));

        canary.skipped();
        assertThat(canary.seen().last()).contains(new LastCanary.Run(NOW, "skipped", Optional.empty(), true));
    }
}
