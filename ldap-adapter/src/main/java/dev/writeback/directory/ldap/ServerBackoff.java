package dev.writeback.directory.ldap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a server that failed is left alone: 250 ms, doubled with each further failure up to 15 s. Thread-safe.
 */
final class ServerBackoff {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final int MOST_DOUBLINGS = 6;

    private final Clock clock;
    private int failures;
    private Instant notBefore = Instant.MIN;

    ServerBackoff(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean mayTry() {
        return !clock.instant().isBefore(notBefore);
    }

    synchronized void failed() {
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        notBefore = clock.instant().plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }

    synchronized void succeeded() {
        failures = 0;
        notBefore = Instant.MIN;
    }
}
