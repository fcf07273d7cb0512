package dev.writeback.agent.relay.servicebus;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Asks the relay for a sign of life at intervals: the client itself is silent in an outage.
 *
 * <p>Runs on a thread of its own, which it blocks.
 */
final class HealthProbe {
    private static final Logger LOG = LoggerFactory.getLogger(HealthProbe.class);

    private final RoundTrip roundTrip;
    private final TlsPreflight preflight;
    private final HealthSignal signal;
    private final Duration limit;

    HealthProbe(RoundTrip roundTrip, TlsPreflight preflight, HealthSignal signal, Duration limit) {
        this.roundTrip = roundTrip;
        this.preflight = preflight;
        this.signal = signal;
        this.limit = limit;
    }

    /** A cheap exchange with the relay in both directions; completes when it was answered. */
    interface RoundTrip {
        Mono<Void> start();
    }

    /** @param pause between the end of one probe and the beginning of the next */
    void repeat(ScheduledExecutorService executor, Duration pause) {
        var unused = executor.scheduleWithFixedDelay(this::run, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Catches everything: an exception would end the repetition, and health would never change again. */
    private void run() {
        boolean wasUp = signal.isUp();
        try {
            Optional<String> problem = wasUp ? Optional.empty() : preflight.problem();
            if (problem.isPresent()) {
                signal.failed(problem.get());
                return;
            }
            roundTrip.start().timeout(limit).block();
            signal.succeeded();
        } catch (RuntimeException e) {
            String seen = RelayErrors.describe(e);
            signal.failed(seen);
            if (wasUp) {
                preflight.problem().ifPresent(signal::failed);
            }
        } finally {
            tellChange(wasUp);
        }
    }

    private void tellChange(boolean wasUp) {
        if (wasUp != signal.isUp()) {
            LOG.atInfo()
                    .setMessage(wasUp ? "relay lost" : "relay reached")
                    .addKeyValue("detail", signal.read(0).detail())
                    .log();
        }
    }
}
