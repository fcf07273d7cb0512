package dev.writeback.agent.relay.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final Intake intake = new Intake(2);

    @Test
    void asksForOneMessageAtATime() {
        intake.connect(asked::incrementAndGet);
        intake.askIfPossible();
        assertThat(asked).hasValue(1);

        assertThat(intake.admit()).isTrue();
        intake.askIfPossible();
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksNoMoreWhileAllWorkersAreBusy() {
        intake.connect(asked::incrementAndGet);
        arrive();
        arrive();
        assertThat(asked).hasValue(2);
        assertThat(intake.inFlight()).isEqualTo(2);

        intake.finished();

        assertThat(asked).hasValue(3);
    }

    @Test
    void givesBackWhatComesAfterTheGateIsClosedAndAsksForNothing() {
        intake.connect(asked::incrementAndGet);

        intake.close();

        assertThat(intake.admit()).isFalse();
        intake.askIfPossible();
        assertThat(asked).hasValue(1);
        assertThat(intake.inFlight()).isZero();
    }

    @Test
    void asksForNothingUntilTheLastRestIsOver() {
        intake.connect(asked::incrementAndGet);
        intake.admit();
        intake.rest();
        intake.rest();
        intake.finished();

        intake.wake();
        assertThat(asked).hasValue(1);

        intake.wake();
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksAgainWhenTheGateIsOpened() {
        intake.connect(asked::incrementAndGet);
        intake.close();
        intake.admit();

        intake.open();

        assertThat(asked).hasValue(2);
    }

    @Test
    void openingDoesNotAskTwice() {
        intake.connect(asked::incrementAndGet);
        intake.close();

        intake.open();

        assertThat(asked).hasValue(1);
    }

    @Test
    void newReceiverIsAskedForWhatTheFormerOwed() {
        intake.connect(asked::incrementAndGet);
        intake.disconnect();
        intake.askIfPossible();
        assertThat(asked).hasValue(1);

        AtomicInteger askedOfTheNew = new AtomicInteger();
        intake.connect(askedOfTheNew::incrementAndGet);

        assertThat(askedOfTheNew).hasValue(1);
    }

    @Test
    void idleIntakeIsIdleAtOnce() {
        assertThat(intake.awaitIdle(Duration.ZERO)).isTrue();
    }

    @Test
    void waitsForWhatIsInFlightButNoLongerThanTheLimit() {
        intake.connect(asked::incrementAndGet);
        arrive();
        assertThat(intake.awaitIdle(Duration.ofMillis(20))).isFalse();

        CompletableFuture<Boolean> idle = CompletableFuture.supplyAsync(() -> intake.awaitIdle(Duration.ofSeconds(10)));
        intake.close();
        intake.finished();

        await().untilAsserted(() -> assertThat(idle).isCompletedWithValue(true));
    }

    private void arrive() {
        assertThat(intake.admit()).isTrue();
        intake.askIfPossible();
    }
}
