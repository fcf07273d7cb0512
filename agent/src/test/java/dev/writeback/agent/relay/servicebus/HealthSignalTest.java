package dev.writeback.agent.relay.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.relay.RelayHealth;
import dev.writeback.agent.relay.RelayHealth.State;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthSignalTest {
    private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

    private final HealthSignal signal = new HealthSignal(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void isConnectingUntilSomethingIsKnown() {
        assertThat(signal.read(0)).isEqualTo(new RelayHealth(State.CONNECTING, Optional.empty(), 0, "no answer yet"));
    }

    @Test
    void isDownWithTheReasonAndUpAgainAfterASuccess() {
        signal.succeeded();
        signal.failed("no answer in time");
        assertThat(signal.read(3)).isEqualTo(new RelayHealth(State.DOWN, Optional.of(NOW), 3, "no answer in time"));

        signal.succeeded();
        assertThat(signal.read(0).state()).isEqualTo(State.UP);
    }

    @Test
    void anAnswerToTheProbeDoesNotHideADeadReceiver() {
        signal.receiverFailed("com.microsoft:entity-disabled");
        signal.succeeded();

        assertThat(signal.read(0).state()).isEqualTo(State.DOWN);
        assertThat(signal.read(0).detail()).contains("com.microsoft:entity-disabled");

        signal.receiverRecovered();
        assertThat(signal.read(0).state()).isEqualTo(State.UP);
    }

    @Test
    void pausedShowsOnlyWhileTheRelayAnswers() {
        signal.succeeded();
        signal.paused(true);
        assertThat(signal.read(0).state()).isEqualTo(State.PAUSED);

        signal.failed("no answer in time");
        assertThat(signal.read(0).state()).isEqualTo(State.DOWN);
    }

    @Test
    void closedIsForGood() {
        signal.closed();
        signal.succeeded();
        signal.failed("late");

        assertThat(signal.read(0).state()).isEqualTo(State.CLOSED);
    }
}
