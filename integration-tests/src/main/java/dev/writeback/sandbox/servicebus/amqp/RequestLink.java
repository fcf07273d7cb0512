package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.access.Right;
import org.apache.qpid.protonj2.engine.IncomingDelivery;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.types.messaging.Accepted;

/** A link on which a client sends requests to {@code $cbs} or to a management node. */
final class RequestLink implements EntityLink {
    private static final int WINDOW = 100;

    private final String path;
    private final Receiver link;
    private final RequestNode node;
    private final MessageCodec codec;

    RequestLink(String path, Receiver link, RequestNode node, MessageCodec codec) {
        this.path = path;
        this.link = link;
        this.node = node;
        this.codec = codec;
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
        AmqpMessage request = codec.decode(delivery.readAll());
        link.addCredit(1);
        delivery.disposition(Accepted.getInstance(), true);
        node.handle(request);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean uses(Right right) {
        return false;
    }

    @Override
    public boolean allowedBy(Grants grants) {
        return path.equals(CbsNode.PATH) || grants.allowAny(path);
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
        // Answers that are still to come find no link and are dropped.
    }
}
