package dev.writeback.agent.relay.servicebus;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A cheap exchange with one queue, and the way out when the client itself is stuck.
 *
 * <p>Seen with azure-messaging-servicebus 7.17.20: when the token for a management link is refused once, that link's
 * later operations never end on the same connection, although the relay would accept the token. Belongs to the probe's
 * thread.
 */
final class RoundTrip {
    private static final Logger LOG = LoggerFactory.getLogger(RoundTrip.class);
    private static final int FAILURES_UNTIL_STUCK = 2;

    private final String queue;
    private final Supplier<Mono<?>> exchange;
    private final Runnable startAfresh;
    private int failures;

    /**
     * @param exchange completes when the relay has answered
     * @param startAfresh replaces the client that makes the exchange
     */
    RoundTrip(String queue, Supplier<Mono<?>> exchange, Runnable startAfresh) {
        this.queue = queue;
        this.exchange = exchange;
        this.startAfresh = startAfresh;
    }

    /** Makes the exchange and waits for it. */
    Optional<String> problem(Duration limit) {
        try {
            exchange.get().timeout(limit).block();
            failures = 0;
            return Optional.empty();
        } catch (RuntimeException e) {
            failures++;
            return Optional.of("queue " + queue + ": " + RelayErrors.describe(e));
        }
    }

    /** Whether so many exchanges in a row have failed that, if the relay can be reached, the client is stuck. */
    boolean isStuck() {
        return failures >= FAILURES_UNTIL_STUCK;
    }

    void startAfresh() {
        failures = 0;
        LOG.atWarn()
                .setMessage("the relay can be reached but does not answer the client, which is built anew")
                .addKeyValue("queue", queue)
                .log();
        startAfresh.run();
    }
}
