package dev.writeback.agent.relay.servicebus;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** The sender to one queue, which can be built anew. Thread-safe; closing wins over a late rebuild. */
final class QueueSender {
    private final Supplier<ServiceBusSenderAsyncClient> clients;
    private final ScheduledExecutorService timer;
    private final Duration sendingTime;
    private ServiceBusSenderAsyncClient client;
    private boolean closed;

    /** @param sendingTime how long a sender that is given up stays usable for messages under way */
    QueueSender(Supplier<ServiceBusSenderAsyncClient> clients, ScheduledExecutorService timer, Duration sendingTime) {
        this.clients = clients;
        this.timer = timer;
        this.sendingTime = sendingTime;
        this.client = clients.get();
    }

    Mono<Void> send(ServiceBusMessage message) {
        return client().sendMessage(message);
    }

    /** Completes when the sending link is open: only then its message size is known. */
    Mono<?> probe() {
        return client().createMessageBatch();
    }

    private synchronized ServiceBusSenderAsyncClient client() {
        return client;
    }

    synchronized void startAfresh() {
        if (closed) {
            return;
        }
        ServiceBusSenderAsyncClient former = client;
        client = clients.get();
        var unused = timer.schedule(former::close, sendingTime.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void close() {
        closed = true;
        client.close();
    }
}
