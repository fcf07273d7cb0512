package dev.writeback.agent.relay.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.lifecycle.HandClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LockClockTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final Duration LOCK = Duration.ofSeconds(60);

    private final HandClock steady = new HandClock(START);
    private final HandClock host = new HandClock(START);
    private final LockClock locks = new LockClock(steady, host);
    private Instant relay = START;

    private void pass(Duration time) {
        steady.advance(time);
        host.advance(time);
        relay = relay.plus(time);
    }

    /** A fresh message, delivered at once, that needs {@code onTheWay} to reach us; the end of its lock. */
    private Instant deliver(Duration onTheWay) {
        Instant enqueued = relay;
        Instant lockedUntil = relay.plus(LOCK);
        pass(onTheWay);
        locks.arrived(lockedUntil, enqueued);
        return lockedUntil;
    }

    private Instant deliver() {
        return deliver(Duration.ZERO);
    }

    private void hostIsOffBy(Duration offset) {
        host.set(START.plus(offset));
    }

    @Test
    void countsFromTheDeliveryThoughTheHostsClockIsBehind() {
        hostIsOffBy(Duration.ofSeconds(-50));
        deliver();
        Instant end = deliver();

        pass(Duration.ofSeconds(45));

        assertThat(locks.left(end)).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void takesTheShorterTimeWhenTheHostsClockIsAhead() {
        hostIsOffBy(Duration.ofSeconds(50));
        deliver();
        Instant end = deliver();

        assertThat(locks.left(end)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void isNeverLengthenedByAJumpOfTheHostsClock() {
        deliver();
        Instant end = deliver();
        pass(Duration.ofSeconds(10));

        host.advance(Duration.ofHours(1).negated());
        assertThat(locks.left(end)).isEqualTo(Duration.ofSeconds(50));
        host.advance(Duration.ofHours(2));
        assertThat(locks.left(end)).isNegative();
    }

    @Test
    void seesThatADeliveryWasHeldUpOnItsWay() {
        hostIsOffBy(Duration.ofSeconds(-50));
        deliver();
        Instant end = deliver(Duration.ofSeconds(52));

        assertThat(locks.left(end)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void believesTheShorterOfTwoForTheFirstDelivery() {
        Instant end = deliver(Duration.ofSeconds(52));

        assertThat(locks.left(end)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void learnsThatTheQueuesLocksAreShorter() {
        deliver();
        Instant end = relay.plusSeconds(10);
        locks.arrived(end, relay);

        pass(Duration.ofSeconds(4));

        assertThat(locks.left(deliver())).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void forgetsWhatIsMoreThanAnHourOld() {
        hostIsOffBy(Duration.ofSeconds(-20));
        deliver();
        relay = relay.minusSeconds(3);
        deliver();
        pass(Duration.ofMinutes(31));
        deliver();
        pass(Duration.ofMinutes(31));
        deliver();

        assertThat(locks.left(deliver())).isEqualTo(LOCK);
    }

    @Test
    void takesARenewedLockForANewOne() {
        deliver();
        deliver();
        pass(Duration.ofSeconds(30));

        assertThat(locks.left(relay.plus(LOCK))).isEqualTo(LOCK);
    }
}
