package dev.writeback.agent.relay.servicebus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the relay for a sign of life at intervals: the client itself is silent in an outage.
 *
 * <p>Runs on a thread of its own, which it blocks.
 */
final class HealthProbe {
    private static final Logger LOG = LoggerFactory.getLogger(HealthProbe.class);

    private final List<RoundTrip> roundTrips;
    private final TlsPreflight preflight;
    private final HealthSignal signal;
    private final Duration limit;

    HealthProbe(List<RoundTrip> roundTrips, TlsPreflight preflight, HealthSignal signal, Duration limit) {
        this.roundTrips = roundTrips;
        this.preflight = preflight;
        this.signal = signal;
        this.limit = limit;
    }

    /** @param pause between the end of one probe and the beginning of the next */
    void repeat(ScheduledExecutorService executor, Duration pause) {
        var unused = executor.scheduleWithFixedDelay(this::run, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Catches everything: an exception would end the repetition, and health would never change again. */
    private void run() {
        boolean wasUp = signal.isUp();
        try {
            problem(wasUp).ifPresentOrElse(signal::failed, signal::succeeded);
        } catch (RuntimeException e) {
            signal.failed("the probe failed: " + e.getClass().getSimpleName());
        }
        tellChange(wasUp);
    }

    /** While the relay is down the TLS preflight comes first: it is quicker and knows more. */
    private Optional<String> problem(boolean wasUp) {
        Optional<String> underneath = wasUp ? Optional.empty() : preflight.problem();
        if (underneath.isPresent()) {
            return underneath;
        }
        for (RoundTrip each : roundTrips) {
            Optional<String> unanswered = each.problem(limit);
            if (unanswered.isPresent()) {
                signal.failed(unanswered.get());
                Optional<String> reason = preflight.problem();
                if (reason.isEmpty() && each.isStuck()) {
                    // A line that went dead without a word has taken the other connection with it.
                    roundTrips.forEach(RoundTrip::startAfresh);
                }
                return reason.or(() -> unanswered);
            }
        }
        return Optional.empty();
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
