package dev.writeback.directory.ldap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a server that failed is left alone: 250 ms, doubled with each further failure up to 15 s. A refused
 * credential waits ten minutes, since each further try may lock the service account. Thread-safe.
 */
final class ServerBackoff {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final Duration AFTER_REFUSED_CREDENTIAL = Duration.ofMinutes(10);

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
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures, 10));
        failures++;
        notBefore = clock.instant().plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }

    synchronized void credentialRefused() {
        failures++;
        notBefore = clock.instant().plus(AFTER_REFUSED_CREDENTIAL);
    }

    synchronized void succeeded() {
        failures = 0;
        notBefore = Instant.MIN;
    }
}
