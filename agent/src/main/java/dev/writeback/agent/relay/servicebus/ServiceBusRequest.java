package dev.writeback.agent.relay.servicebus;

import com.azure.core.amqp.models.AmqpMessageBodyType;
import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A delivery of the requests queue. Service Bus counts failed deliveries from 0, the port counts deliveries from 1. */
final class ServiceBusRequest implements RelayRequest {
    private static final String ACK_SUBJECT = "ack";
    static final String PACKAGE_TYPE = "application/pwb+jwe+json";

    private final ServiceBusReceivedMessage message;
    private final Channel channel;
    private final LockRenewal lock;
    private final Clock clock;
    private final Instant receivedAt;

    ServiceBusRequest(
            ServiceBusReceivedMessage message, Channel channel, LockRenewal lock, Clock clock, Instant receivedAt) {
        this.message = message;
        this.channel = channel;
        this.lock = lock;
        this.clock = clock;
        this.receivedAt = receivedAt;
    }

    /** What a delivery needs of the transport; each call returns when the relay has confirmed it. */
    interface Channel {
        void send(ServiceBusMessage reply) throws RelayException;

        void complete(ServiceBusReceivedMessage message) throws RelayException;

        void abandon(ServiceBusReceivedMessage message) throws RelayException;

        void askForNext();

        /** Asks the relay for nothing during that time; from now on, and without waiting. */
        void rest(Duration rest);
    }

    /** The body's data section; empty for a message with another kind of body, which no cloud of ours sends. */
    @Override
    public byte[] body() {
        return message.getRawAmqpMessage().getBody().getBodyType() == AmqpMessageBodyType.DATA
                ? message.getBody().toBytes()
                : new byte[0];
    }

    @Override
    public String messageId() {
        return text(message.getMessageId());
    }

    @Override
    public int delivery() {
        return Math.toIntExact(message.getDeliveryCount() + 1);
    }

    @Override
    public Optional<Instant> enqueuedAt() {
        return Optional.ofNullable(message.getEnqueuedTime()).map(time -> time.toInstant());
    }

    @Override
    public Instant receivedAt() {
        return receivedAt;
    }

    @Override
    public Duration lockLeft() {
        return lock.left();
    }

    @Override
    public void taken() {
        channel.askForNext();
    }

    @Override
    public void answer(byte[] ackPackage, String ackId, Instant expiresAt) throws RelayException {
        Duration life = Duration.between(clock.instant(), expiresAt);
        if (life.isNegative() || life.isZero()) {
            throw new RelayException("the ack " + ackId + " had expired before it could be sent");
        }
        ServiceBusMessage ack = new ServiceBusMessage(BinaryData.fromBytes(ackPackage))
                .setMessageId(ackId)
                .setCorrelationId(message.getMessageId())
                .setSubject(ACK_SUBJECT)
                .setContentType(PACKAGE_TYPE)
                .setTimeToLive(life);
        if (!text(message.getReplyToSessionId()).isEmpty()) {
            ack.setSessionId(message.getReplyToSessionId());
        }
        channel.send(ack);
    }

    @Override
    public void settle() throws RelayException {
        channel.complete(message);
        lock.end();
    }

    @Override
    public void release() throws RelayException {
        channel.abandon(message);
        lock.end();
    }

    @Override
    public void releaseToOthers(Duration rest) throws RelayException {
        channel.rest(rest);
        release();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
