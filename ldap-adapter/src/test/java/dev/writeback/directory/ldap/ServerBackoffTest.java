package dev.writeback.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class ServerBackoffTest {
    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final HandClock clock = new HandClock();
    private final ServerBackoff backoff = new ServerBackoff(clock);

    @Test
    void waitsLongerAfterEachFailureUpToFifteenSeconds() {
        assertThat(backoff.mayTry()).isTrue();
        for (long millis : new long[] {250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000}) {
            backoff.failed();
            clock.advance(Duration.ofMillis(millis - 1));
            assertThat(backoff.mayTry()).as("%d ms", millis - 1).isFalse();
            clock.advance(Duration.ofMillis(1));
            assertThat(backoff.mayTry()).as("%d ms", millis).isTrue();
        }
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        backoff.failed();
        backoff.failed();
        backoff.succeeded();
        assertThat(backoff.mayTry()).isTrue();

        backoff.failed();
        clock.advance(Duration.ofMillis(250));
        assertThat(backoff.mayTry()).isTrue();
    }
}
