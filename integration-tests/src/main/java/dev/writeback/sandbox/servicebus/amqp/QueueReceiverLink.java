package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.access.Right;
import dev.writeback.sandbox.servicebus.broker.BrokerQueue;
import dev.writeback.sandbox.servicebus.broker.Outcome;
import dev.writeback.sandbox.servicebus.broker.QueuedMessage;
import dev.writeback.sandbox.servicebus.broker.Subscriber;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.qpid.protonj2.engine.OutgoingDelivery;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.messaging.Modified;
import org.apache.qpid.protonj2.types.messaging.Rejected;
import org.apache.qpid.protonj2.types.messaging.Released;
import org.apache.qpid.protonj2.types.transport.DeliveryState;
import org.apache.qpid.protonj2.types.transport.SenderSettleMode;
import org.jspecify.annotations.Nullable;

/** A link on which a client receives the messages of a queue. */
final class QueueReceiverLink implements EntityLink, Subscriber {
    private final String path;
    private final Sender link;
    private final BrokerQueue queue;
    private final MessageCodec codec;
    private final boolean keepLocksOnConnectionLoss;
    private boolean gone;

    QueueReceiverLink(
            String path, Sender link, BrokerQueue queue, MessageCodec codec, boolean keepLocksOnConnectionLoss) {
        this.path = path;
        this.link = link;
        this.queue = queue;
        this.codec = codec;
        this.keepLocksOnConnectionLoss = keepLocksOnConnectionLoss;
    }

    void open() {
        link.deliveryStateUpdatedHandler(this::onDisposition);
        link.creditStateUpdateHandler(sender -> {
            queue.dispatch();
            if (sender.isDraining()) {
                sender.drained();
            }
        });
        link.open();
        queue.subscribe(this);
    }

    @Override
    public int credit() {
        return !gone && link.isLocallyOpen() && link.isSendable() ? link.getCredit() : 0;
    }

    @Override
    public boolean peekLock() {
        return link.getRemoteSenderSettleMode() != SenderSettleMode.SETTLED;
    }

    @Override
    public void deliver(QueuedMessage message) {
        Optional<UUID> lock = message.lockToken();
        OutgoingDelivery delivery = link.next();
        delivery.setTag(LockTag.of(lock.orElseGet(UUID::randomUUID)));
        lock.ifPresentOrElse(delivery::setLinkedResource, delivery::settle);
        delivery.writeBytes(codec.encode(message));
    }

    private void onDisposition(OutgoingDelivery delivery) {
        UUID lock = delivery.getLinkedResource();
        if (lock == null || delivery.isSettled()) {
            return;
        }
        DeliveryState state = delivery.getRemoteState();
        if (state == null && !delivery.isRemotelySettled()) {
            return;
        }
        delivery.disposition(settle(lock, state), true);
    }

    /** @return the answer: the client's own outcome, or a rejection with the reason why it could not be done */
    private DeliveryState settle(UUID lock, @Nullable DeliveryState state) {
        if (state instanceof Accepted) {
            return echo(queue.settle(lock, Outcome.COMPLETED), state);
        }
        if (state instanceof Rejected rejected) {
            // Echoed without the error: a client library throws when it sees its own error again.
            return echo(
                    queue.deadLetter(
                            lock, info(rejected, "DeadLetterReason"), info(rejected, "DeadLetterErrorDescription")),
                    new Rejected());
        }
        if (state instanceof Modified modified) {
            return modified.isUndeliverableHere()
                    ? new Rejected(
                            AmqpFault.notImplemented("Deferring a message").toErrorCondition())
                    : echo(queue.settle(lock, Outcome.ABANDONED), state);
        }
        // Released, or settled without an outcome: the message was not touched.
        return echo(queue.settle(lock, Outcome.RELEASED), Released.getInstance());
    }

    private static DeliveryState echo(boolean lockHeld, DeliveryState outcome) {
        return lockHeld ? outcome : new Rejected(AmqpFault.LOCK_LOST.toErrorCondition());
    }

    private static String info(Rejected rejected, String key) {
        if (rejected.getError() == null || rejected.getError().getInfo() == null) {
            return "";
        }
        for (Map.Entry<?, ?> entry : rejected.getError().getInfo().entrySet()) {
            if (key.equals(entry.getKey().toString())) {
                return String.valueOf(entry.getValue());
            }
        }
        return "";
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean uses(Right right) {
        return right == Right.LISTEN;
    }

    @Override
    public boolean allowedBy(Grants grants) {
        return grants.allow(Right.LISTEN, path);
    }

    @Override
    public void detach(AmqpFault fault) {
        gone(false);
        if (link.isLocallyOpen()) {
            link.setCondition(fault.toErrorCondition());
            link.close();
        }
    }

    @Override
    public void gone(boolean connectionLost) {
        if (gone) {
            return;
        }
        gone = true;
        queue.unsubscribe(this);
        if (connectionLost && !keepLocksOnConnectionLoss) {
            queue.dropLocksOf(this);
        }
    }
}
