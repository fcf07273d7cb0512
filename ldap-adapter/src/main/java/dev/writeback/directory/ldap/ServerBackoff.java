package dev.writeback.directory.ldap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The circuit breaker of one server. After a failure it is left alone: 250 ms, doubled with each further failure up to
 * 15 s, less up to half of that by chance, so that many agents do not come back at once. Then one caller may try it, and the
 * others wait for what he finds. Thread-safe.
 */
final class ServerBackoff {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final int MOST_DOUBLINGS = 6;

    private final Clock clock;
    private final RandomGenerator random;
    private int failures;
    private boolean tried;
    private Instant notBefore = Instant.MIN;

    ServerBackoff(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Whether nothing speaks against asking the server: it answered last, or was never asked. */
    synchronized boolean isClosed() {
        return failures == 0;
    }

    /** Whether the caller, and for a while nobody else, is to try the server that failed. */
    synchronized boolean claimTrial() {
        if (clock.instant().isBefore(notBefore)) {
            return false;
        }
        // Should the trial end without a word, there is another one later.
        notBefore = clock.instant().plus(LONGEST);
        tried = true;
        return true;
    }

    synchronized void failed() {
        // Many callers see one outage: they count once.
        if (failures > 0 && !tried && clock.instant().isBefore(notBefore)) {
            return;
        }
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        long longest = Math.min(doubled.toMillis(), LONGEST.toMillis());
        failures++;
        tried = false;
        notBefore = clock.instant().plusMillis(longest - random.nextLong(longest / 2 + 1));
    }

    synchronized void succeeded() {
        failures = 0;
        tried = false;
        notBefore = Instant.MIN;
    }
}
