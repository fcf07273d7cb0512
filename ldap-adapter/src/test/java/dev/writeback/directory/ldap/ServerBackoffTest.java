package dev.writeback.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class ServerBackoffTest {
    /** Never takes anything off the wait. */
    private static final RandomGenerator LONGEST = () -> 0;

    private final HandClock clock = new HandClock();
    private final ServerBackoff backoff = new ServerBackoff(clock, LONGEST);

    @Test
    void waitsLongerAfterEachFailureUpToFifteenSeconds() {
        assertThat(backoff.isClosed()).isTrue();
        backoff.failed();
        for (long millis : new long[] {250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000}) {
            assertThat(backoff.isClosed()).isFalse();
            clock.advance(Duration.ofMillis(millis - 1));
            assertThat(backoff.claimTrial()).as("%d ms", millis - 1).isFalse();
            clock.advance(Duration.ofMillis(1));
            assertThat(backoff.claimTrial()).as("%d ms", millis).isTrue();
            backoff.failed();
        }
    }

    @Test
    void takesUpToHalfOffByChance() {
        Random random = new Random(7);
        Set<Long> waits = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            ServerBackoff one = new ServerBackoff(clock, random);
            one.failed();
            long waited = 0;
            while (!one.claimTrial()) {
                clock.advance(Duration.ofMillis(1));
                waited++;
            }
            waits.add(waited);
        }
        assertThat(waits).allMatch(wait -> wait >= 125 && wait <= 250).hasSizeGreaterThan(50);
    }

    @Test
    void letsOneCallerTryAndTheOthersWait() {
        backoff.failed();
        clock.advance(Duration.ofSeconds(1));

        assertThat(backoff.claimTrial()).isTrue();
        assertThat(backoff.claimTrial()).isFalse();

        backoff.succeeded();
        assertThat(backoff.isClosed()).isTrue();
    }

    @Test
    void trialThatEndsWithoutAWordIsFollowedByAnother() {
        backoff.failed();
        clock.advance(Duration.ofSeconds(1));
        assertThat(backoff.claimTrial()).isTrue();

        clock.advance(Duration.ofSeconds(15));

        assertThat(backoff.claimTrial()).isTrue();
    }

    @Test
    void oneOutageThatManyCallersSeeCountsOnce() {
        for (int i = 0; i < 32; i++) {
            backoff.failed();
        }
        clock.advance(Duration.ofMillis(250));

        assertThat(backoff.claimTrial()).isTrue();
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        backoff.failed();
        clock.advance(Duration.ofMillis(250));
        backoff.failed();
        backoff.succeeded();
        assertThat(backoff.isClosed()).isTrue();

        backoff.failed();
        clock.advance(Duration.ofMillis(250));
        assertThat(backoff.claimTrial()).isTrue();
    }
}
