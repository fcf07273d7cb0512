package dev.writeback.agent.relay.servicebus;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;

/**
 * The receiver, for as long as the transport is open: the client brings a lost connection back by itself, and what it
 * gives up on is built anew here after a wait.
 *
 * <p>Thread-safe. Closing wins over a rebuild that comes late.
 */
final class Receiving {
    private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);
    /** So long a new receiver has to live until the former's failure is forgotten. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration RECHECK = Duration.ofMillis(100);

    private final Clients clients;
    private final Intake intake;
    private final Consumer<ServiceBusReceivedMessage> onMessage;
    private final HealthSignal signal;
    private final FullJitterBackoff backoff;
    private final ScheduledExecutorService timer;
    private final Duration settlementTime;
    private ServiceBusReceiverAsyncClient client;
    private Messages messages = new Messages();
    private @Nullable ScheduledFuture<?> forgiveness;
    private boolean closed;

    /** @param settlementTime how long a receiver that is given up stays usable for settlements under way */
    Receiving(
            Clients clients,
            Intake intake,
            Consumer<ServiceBusReceivedMessage> onMessage,
            HealthSignal signal,
            FullJitterBackoff backoff,
            ScheduledExecutorService timer,
            Duration settlementTime) {
        this.clients = clients;
        this.intake = intake;
        this.onMessage = onMessage;
        this.signal = signal;
        this.backoff = backoff;
        this.timer = timer;
        this.settlementTime = settlementTime;
        this.client = clients.receiver();
    }

    synchronized void start() {
        messages = new Messages();
        client.receiveMessages().subscribe(messages);
    }

    /**
     * The receiver of the moment. It also settles and renews what its predecessors received: a lock token is enough, by
     * way of the management link.
     */
    synchronized ServiceBusReceiverAsyncClient client() {
        return client;
    }

    private synchronized void onEnd(Messages ended, String reason) {
        if (closed || ended != messages) {
            return;
        }
        intake.disconnect();
        signal.receiverFailed(reason);
        if (forgiveness != null) {
            forgiveness.cancel(false);
        }
        Duration pause = backoff.next();
        LOG.atWarn()
                .setMessage("receiver ended, will be built anew")
                .addKeyValue("reason", reason)
                .addKeyValue("pauseMillis", pause.toMillis())
                .log();
        rebuildLater(ended, pause);
    }

    private void rebuildLater(Messages ended, Duration pause) {
        var unused = timer.schedule(() -> rebuild(ended), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Replaces a receiver whose stream still lives but whose client is stuck. Asks for nothing more and waits for what is
     * in flight: a link that is closed settles its deliveries without an outcome.
     */
    synchronized void startAfresh() {
        intake.disconnect();
        replaceWhenIdle(messages);
    }

    private synchronized void replaceWhenIdle(Messages stuck) {
        if (closed || stuck != messages) {
            return;
        }
        if (intake.inFlight() > 0) {
            var unused = timer.schedule(() -> replaceWhenIdle(stuck), RECHECK.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        stuck.cancel();
        rebuild(stuck);
    }

    /** @param ended what is to be replaced; by then something else may have replaced it */
    private synchronized void rebuild(Messages ended) {
        if (closed || ended != messages) {
            return;
        }
        ServiceBusReceiverAsyncClient fresh;
        try {
            fresh = clients.receiver();
        } catch (RuntimeException e) {
            // For example the file with the connection string is being replaced at this moment.
            signal.receiverFailed(
                    "a new receiver cannot be built: " + e.getClass().getSimpleName());
            rebuildLater(ended, backoff.next());
            return;
        }
        ServiceBusReceiverAsyncClient former = client;
        var unused = timer.schedule(former::close, settlementTime.toMillis(), TimeUnit.MILLISECONDS);
        client = fresh;
        start();
        forgiveness = timer.schedule(this::forgive, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void forgive() {
        backoff.reset();
        signal.receiverRecovered();
    }

    synchronized void close() {
        closed = true;
        intake.disconnect();
        messages.cancel();
        client.close();
    }

    /** One subscription to one receiver's messages. */
    private final class Messages extends BaseSubscriber<ServiceBusReceivedMessage> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            intake.connect(() -> request(1));
        }

        @Override
        protected void hookOnNext(ServiceBusReceivedMessage message) {
            signal.succeeded();
            onMessage.accept(message);
        }

        @Override
        protected void hookOnError(Throwable error) {
            onEnd(this, RelayErrors.describe(error));
        }

        @Override
        protected void hookOnComplete() {
            onEnd(this, "the client ended the stream");
        }
    }
}
