package dev.writeback.agent.relay.servicebus;

import com.azure.core.amqp.AmqpRetryMode;
import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Builds the client's receivers and senders, each with a builder and so a connection of its own.
 *
 * <p>The client takes the connection string as a {@code String}, which cannot be zeroed; it is read anew for each build
 * and not kept here.
 */
final class Clients {
    private static final int SENDER_RETRIES = 10;
    /** Fewer, so that a receiver which is refused again and again is given up, and seen to be, within 30 s. */
    private static final int RECEIVER_RETRIES = 5;

    private final ServiceBusTransportSettings settings;

    Clients(ServiceBusTransportSettings settings) {
        this.settings = settings;
    }

    /** @throws RelayException when the connection string has a form that is not accepted */
    RelayAddress address() throws RelayException {
        return RelayAddress.of(connectionString());
    }

    /**
     * No prefetch: the locks of prefetched messages would run out in the buffer, and other agents would starve. No
     * renewal by the client: it would end when the message is handed to a worker.
     */
    ServiceBusReceiverAsyncClient receiver() {
        return builder(RECEIVER_RETRIES)
                .receiver()
                .queueName(settings.requests())
                .receiveMode(ServiceBusReceiveMode.PEEK_LOCK)
                .prefetchCount(0)
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildAsyncClient();
    }

    ServiceBusSenderAsyncClient sender(String queue) {
        return builder(SENDER_RETRIES).sender().queueName(queue).buildAsyncClient();
    }

    /** @param retries never 0: that would also switch off the client's recovery of a lost connection */
    private ServiceBusClientBuilder builder(int retries) {
        return new ServiceBusClientBuilder()
                .connectionString(connectionString())
                .retryOptions(new AmqpRetryOptions()
                        .setMode(AmqpRetryMode.EXPONENTIAL)
                        .setMaxRetries(retries)
                        .setDelay(Duration.ofMillis(200))
                        .setMaxDelay(Duration.ofSeconds(5))
                        .setTryTimeout(Duration.ofSeconds(10)));
    }

    private String connectionString() {
        try (Secret secret = settings.connectionString().get()) {
            return secret.map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
        }
    }
}
