package dev.writeback.sandbox.cloud;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusReceivedMessageContext;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.servicebus.RelayTrust;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cloud's end of the two queues (PWB/1, section 10): one sender on {@code requests}, and the one consumer of {@code
 * replies}, which settles everything in it. Thread-safe.
 */
public final class CloudRelay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CloudRelay.class);
    private static final String CONTENT_TYPE = "application/pwb+jwe+json";
    private static final int READERS = 8;
    private static final AmqpRetryOptions RETRY = new AmqpRetryOptions()
            .setMaxRetries(10)
            .setDelay(Duration.ofMillis(200))
            .setMaxDelay(Duration.ofSeconds(5))
            .setTryTimeout(Duration.ofSeconds(10));

    private final ServiceBusSenderAsyncClient sender;
    private final ServiceBusProcessorClient receiver;

    /**
     * Connects, and begins to read.
     *
     * @param onReply gets the body of each reply, on the client's threads
     */
    public CloudRelay(CloudConfig.ServiceBus relay, Consumer<byte[]> onReply) throws RelayException {
        if (relay.caFile().isPresent()) {
            RelayTrust.add(relay.caFile().get());
        }
        // The client takes the connection string as a text alone.
        String connection;
        try (Secret secret = relay.connection().read()) {
            connection = secret.map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
        }
        try {
            sender = builder(connection).sender().queueName(relay.requests()).buildAsyncClient();
            receiver = builder(connection)
                    .processor()
                    .queueName(relay.replies())
                    .receiveMode(ServiceBusReceiveMode.PEEK_LOCK)
                    .disableAutoComplete()
                    .prefetchCount(0)
                    .maxConcurrentCalls(READERS)
                    .processMessage(context -> take(context, onReply))
                    .processError(error -> log.atWarn()
                            .setMessage("replies not readable")
                            .addKeyValue("source", error.getErrorSource())
                            .addKeyValue(
                                    "cause", error.getException().getClass().getSimpleName())
                            .log())
                    .buildProcessorClient();
        } catch (IllegalArgumentException e) {
            // Without the cause: its message may quote the connection string.
            throw new RelayException("relay.serviceBus.connectionFile: found no connection string; accepted: one"
                    + " connection string of Azure Service Bus without EntityPath");
        }
        receiver.start();
    }

    private static ServiceBusClientBuilder builder(String connection) {
        return new ServiceBusClientBuilder().connectionString(connection).retryOptions(RETRY);
    }

    /** Settled before it is looked at: whoever waits for it may close this object at once. */
    private static void take(ServiceBusReceivedMessageContext context, Consumer<byte[]> onReply) {
        try {
            context.complete();
        } finally {
            onReply.accept(context.getMessage().getBody().toBytes());
        }
    }

    /**
     * Sends one message to the agents.
     *
     * @param timeToLive after which the relay forgets it
     * @return completes when the relay has confirmed it
     */
    CompletableFuture<Void> send(byte[] body, String messageId, Optional<Duration> timeToLive) {
        return send(body, messageId, timeToLive, "request");
    }

    /** The same for another kind of message, which is {@code subject}. */
    public CompletableFuture<Void> send(byte[] body, String messageId, Optional<Duration> timeToLive, String subject) {
        ServiceBusMessage message = new ServiceBusMessage(BinaryData.fromBytes(body))
                .setMessageId(messageId)
                .setContentType(CONTENT_TYPE)
                .setSubject(subject);
        timeToLive.ifPresent(message::setTimeToLive);
        return sender.sendMessage(message).toFuture();
    }

    @Override
    public void close() {
        receiver.close();
        sender.close();
    }
}
