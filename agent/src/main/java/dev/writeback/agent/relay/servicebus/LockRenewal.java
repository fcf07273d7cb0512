package dev.writeback.agent.relay.servicebus;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Keeps one delivery's lock alive: renews it each time half of its life is over, up to a limit. Thread-safe. */
final class LockRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(LockRenewal.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);

    private final ServiceBusReceivedMessage message;
    private final Function<ServiceBusReceivedMessage, Mono<Instant>> renew;
    private final ScheduledExecutorService timer;
    private final LockClock locks;
    private final Clock steady;
    private final Instant last;
    private volatile Instant lockedUntil;
    private volatile boolean ended;

    /**
     * @param lockedUntil of the delivery, relay time
     * @param last when the last renewal may be made, by the steady clock
     */
    LockRenewal(
            ServiceBusReceivedMessage message,
            Function<ServiceBusReceivedMessage, Mono<Instant>> renew,
            ScheduledExecutorService timer,
            LockClock locks,
            Instant lockedUntil,
            Clock steady,
            Instant last) {
        this.message = message;
        this.renew = renew;
        this.timer = timer;
        this.locks = locks;
        this.lockedUntil = lockedUntil;
        this.steady = steady;
        this.last = last;
    }

    void begin() {
        Duration half = left().dividedBy(2);
        Duration pause = half.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : half;
        if (ended || timer.isShutdown() || steady.instant().plus(pause).isAfter(last)) {
            return;
        }
        var unused = timer.schedule(this::renewNow, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One that fails is tried again, at half of what is left, for as long as the lock lasts. */
    private void renewNow() {
        if (ended || left().isNegative()) {
            return;
        }
        Mono.defer(() -> renew.apply(message))
                .subscribe(
                        until -> {
                            lockedUntil = until;
                            begin();
                        },
                        error -> {
                            if (!ended) {
                                LOG.atWarn()
                                        .setMessage("lock not renewed")
                                        .addKeyValue("messageId", message.getMessageId())
                                        .addKeyValue("reason", RelayErrors.describe(error))
                                        .log();
                                begin();
                            }
                        });
    }

    /** The delivery is over. */
    void end() {
        ended = true;
    }

    Duration left() {
        return locks.left(lockedUntil);
    }
}
