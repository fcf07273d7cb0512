package dev.writeback.agent.relay.servicebus;

import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayRefusal;
import dev.writeback.agent.tls.TlsAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks at the way to a namespace of Service Bus step by step, for an operator. Takes no message and sends none. Each call
 * blocks, for its limit at most.
 */
public final class RelayInspection {
    private static final Duration TLS_LIMIT = Duration.ofSeconds(5);

    private final ServiceBusTransportSettings settings;
    private final RelayAddress address;

    private RelayInspection(ServiceBusTransportSettings settings, RelayAddress address) {
        this.settings = settings;
        this.address = address;
    }

    /**
     * Reads the connection string and the CA file; connects nothing.
     *
     * @throws RelayException when either is not usable; the message says what is accepted
     */
    public static RelayInspection of(ServiceBusTransportSettings settings) throws RelayException {
        RelayAddress address = new Clients(settings).address();
        if (settings.caFile().isPresent()) {
            RelayTrust.add(settings.caFile().get());
        }
        return new RelayInspection(settings, address);
    }

    public String host() {
        return address.host();
    }

    public int port() {
        return address.port();
    }

    /** Whether the namespace is where Azure has all of them: AMQP over TLS at 5671, and then HTTPS at 443. */
    public boolean isAtUsualPort() {
        return address.port() == RelayAddress.AMQPS;
    }

    /** The name of the access key; empty when the connection string holds a signature that was made elsewhere. */
    public Optional<String> keyName() {
        return address.keyName();
    }

    /** When such a signature ends, if it says so. */
    public Optional<Instant> signatureEnd() {
        return address.signatureEnd();
    }

    /** What the relay's certificate has to be signed by, in words. */
    public String trusted() {
        return "the Java runtime's roots"
                + settings.caFile()
                        .map(file -> " and the certificates in " + file)
                        .orElse("");
    }

    /** A connection as the client makes it, up to TLS. */
    public TlsAttempt tls() {
        return new TlsPreflight(address, TLS_LIMIT).look();
    }

    /** Whether requests could be received: a look past the end of their queue, which needs Listen. */
    public Optional<RelayRefusal> listen(Duration limit) {
        try (ServiceBusReceiverAsyncClient receiver = new Clients(settings).receiver()) {
            receiver.peekMessage(Long.MAX_VALUE).timeout(limit).block();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(RelayErrors.refusal(e));
        }
    }

    /** Whether something could be sent to that queue: the link of a sender, opened and closed again, which needs Send. */
    public Optional<RelayRefusal> send(String queue, Duration limit) {
        try (ServiceBusSenderAsyncClient sender = new Clients(settings).sender(queue)) {
            sender.createMessageBatch().timeout(limit).block();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(RelayErrors.refusal(e));
        }
    }
}
