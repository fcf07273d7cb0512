package dev.writeback.it.relay;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.servicebus.RelayTrust;
import dev.writeback.agent.relay.servicebus.ServiceBusTransport;
import dev.writeback.agent.relay.servicebus.ServiceBusTransportSettings;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.servicebus.EmbeddedServiceBus;
import dev.writeback.sandbox.servicebus.EmbeddedServiceBusSettings;
import dev.writeback.sandbox.servicebus.access.AccessPolicy;
import dev.writeback.sandbox.servicebus.access.Right;
import dev.writeback.sandbox.servicebus.broker.QueueSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;

/** An endpoint on a free port with the queues of the protocol, and the real Azure client to talk to it. */
final class RelayFixture implements AutoCloseable {
    static final String REQUESTS = "requests";
    static final String REPLIES = "replies";
    static final String PRESENCE = "presence";
    /** A queue whose locks last one second and whose messages are delivered at most three times. */
    static final String SHORT = "short";

    /** Long enough for a busy machine: an answer that only comes late is no outage. */
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    static final String KEY = "c2FuZGJveC1rZXktZm9yLXRlc3RzLW9ubHktMDAwMDA=";

    private final EmbeddedServiceBus bus;
    private final Path caFile;

    private RelayFixture(EmbeddedServiceBus bus) {
        this.bus = bus;
        try {
            caFile = Files.createTempFile("relay-ca", ".pem");
            Files.writeString(caFile, bus.caPem());
            RelayTrust.add(caFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RelayException e) {
            throw new IllegalStateException(e);
        }
    }

    static RelayFixture start() {
        return start(settings());
    }

    static RelayFixture start(EmbeddedServiceBusSettings settings) {
        return new RelayFixture(EmbeddedServiceBus.start(settings));
    }

    static EmbeddedServiceBusSettings settings() {
        return EmbeddedServiceBusSettings.of(
                List.of(
                        QueueSettings.named(REQUESTS).withLockDuration(Duration.ofSeconds(20)),
                        QueueSettings.named(REPLIES),
                        QueueSettings.named(PRESENCE),
                        QueueSettings.named(SHORT)
                                .withLockDuration(Duration.ofSeconds(1))
                                .withMaxDeliveryCount(3)),
                List.of(
                        AccessPolicy.root("root", KEY),
                        new AccessPolicy(
                                "agent",
                                KEY,
                                Map.of(
                                        REQUESTS, Set.of(Right.LISTEN),
                                        REPLIES, Set.of(Right.SEND),
                                        PRESENCE, Set.of(Right.SEND))),
                        new AccessPolicy(
                                "cloud", KEY, Map.of(REQUESTS, Set.of(Right.SEND), REPLIES, Set.of(Right.LISTEN)))));
    }

    EmbeddedServiceBus bus() {
        return bus;
    }

    Path caFile() {
        return caFile;
    }

    /** A transport with the agent's own rights and quick probes. */
    ServiceBusTransport transport(int inFlight) throws RelayException {
        return transport(transportSettings(inFlight));
    }

    ServiceBusTransport transport(ServiceBusTransportSettings settings) throws RelayException {
        return ServiceBusTransport.create(settings, Clock.systemUTC(), new SecureRandom());
    }

    ServiceBusTransportSettings transportSettings(int inFlight) {
        String connectionString = bus.connectionString("agent");
        return ServiceBusTransportSettings.of(
                        () -> Secret.takeOwnershipOf(connectionString.getBytes(StandardCharsets.UTF_8)),
                        REQUESTS,
                        REPLIES,
                        Optional.of(caFile),
                        inFlight)
                .withProbe(Duration.ofMillis(300), PROBE_LIMIT);
    }

    ServiceBusClientBuilder client(String connectionString) {
        return new ServiceBusClientBuilder()
                .connectionString(connectionString)
                .retryOptions(new AmqpRetryOptions()
                        .setMaxRetries(1)
                        .setDelay(Duration.ofMillis(100))
                        .setTryTimeout(Duration.ofSeconds(15)));
    }

    ServiceBusClientBuilder root() {
        return client(bus.connectionString("root"));
    }

    ServiceBusSenderClient sender(String queue) {
        return root().sender().queueName(queue).buildClient();
    }

    ServiceBusReceiverClient receiver(String queue) {
        return root().receiver()
                .queueName(queue)
                .maxAutoLockRenewDuration(Duration.ZERO)
                .disableAutoComplete()
                .buildClient();
    }

    ServiceBusReceiverClient consumer(String queue) {
        return root().receiver()
                .queueName(queue)
                .receiveMode(ServiceBusReceiveMode.RECEIVE_AND_DELETE)
                .buildClient();
    }

    static ServiceBusMessage message(String id, String body) {
        return new ServiceBusMessage(BinaryData.fromBytes(body.getBytes(StandardCharsets.UTF_8))).setMessageId(id);
    }

    static Optional<ServiceBusReceivedMessage> next(ServiceBusReceiverClient receiver, Duration limit) {
        return receiver.receiveMessages(1, limit).stream().findFirst();
    }

    static ServiceBusReceivedMessage next(ServiceBusReceiverClient receiver) {
        return next(receiver, Duration.ofSeconds(30)).orElseThrow(() -> new AssertionError("no message in 30 s"));
    }

    @Override
    public void close() {
        bus.close();
        try {
            Files.delete(caFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
