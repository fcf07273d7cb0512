package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.access.Right;
import dev.writeback.sandbox.servicebus.broker.BrokerQueue;
import java.util.List;
import java.util.Optional;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.IncomingDelivery;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.messaging.Rejected;
import org.apache.qpid.protonj2.types.transport.DeliveryState;

/** A link on which a client sends messages to a queue. */
final class QueueSenderLink implements EntityLink {
    private static final int WINDOW = 1000;

    private final String path;
    private final Receiver link;
    private final BrokerQueue queue;
    private final MessageCodec codec;
    private final FaultPlan faults;
    private final int maxMessageBytes;

    QueueSenderLink(
            String path, Receiver link, BrokerQueue queue, MessageCodec codec, FaultPlan faults, int maxMessageBytes) {
        this.path = path;
        this.link = link;
        this.queue = queue;
        this.codec = codec;
        this.faults = faults;
        this.maxMessageBytes = maxMessageBytes;
    }

    void open() {
        link.deliveryReadHandler(this::onDelivery);
        link.open();
        link.addCredit(WINDOW);
    }

    private void onDelivery(IncomingDelivery delivery) {
        if (delivery.isPartial()) {
            return;
        }
        ProtonBuffer bytes = delivery.readAll();
        link.addCredit(1);
        Optional<AmqpFault> refusal = take(bytes, delivery.getMessageFormat());
        delivery.disposition(
                refusal.<DeliveryState>map(fault -> new Rejected(fault.toErrorCondition()))
                        .orElse(Accepted.getInstance()),
                true);
    }

    private Optional<AmqpFault> take(ProtonBuffer bytes, int messageFormat) {
        Optional<AmqpFault> planned = faults.messageRefusal(path);
        if (planned.isPresent()) {
            return planned;
        }
        if (bytes.getReadableBytes() > maxMessageBytes) {
            return Optional.of(new AmqpFault(
                    "amqp:link:message-size-exceeded", "The message is larger than " + maxMessageBytes + " bytes."));
        }
        List<AmqpMessage> messages;
        try {
            messages = codec.decodeTransfer(bytes, messageFormat);
        } catch (RuntimeException e) {
            return Optional.of(new AmqpFault("amqp:decode-error", "The transfer holds no AMQP message."));
        }
        for (AmqpMessage message : messages) {
            if (!queue.enqueue(message.withMessageId())) {
                return Optional.of(AmqpFault.QUEUE_FULL);
            }
            if (faults.takeDuplicate(path)) {
                queue.enqueue(message);
            }
        }
        return Optional.empty();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean uses(Right right) {
        return right == Right.SEND;
    }

    @Override
    public boolean allowedBy(Grants grants) {
        return grants.allow(Right.SEND, path);
    }

    @Override
    public void detach(AmqpFault fault) {
        if (link.isLocallyOpen()) {
            link.setCondition(fault.toErrorCondition());
            link.close();
        }
    }

    @Override
    public void gone(boolean connectionLost) {
        // The queue does not know its senders.
    }
}
