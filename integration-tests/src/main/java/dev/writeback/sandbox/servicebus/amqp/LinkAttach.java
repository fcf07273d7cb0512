package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.access.EntityPath;
import dev.writeback.sandbox.servicebus.access.Right;
import dev.writeback.sandbox.servicebus.broker.BrokerQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.qpid.protonj2.engine.Link;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.apache.qpid.protonj2.types.transport.ReceiverSettleMode;
import org.jspecify.annotations.Nullable;

/** Answers the attaches of one connection: refuses, or opens the link that the address asks for. */
final class LinkAttach {
    private final Endpoint endpoint;
    private final Grants grants = new Grants();
    private final MessageCodec codec = new MessageCodec();
    private final ReplyLinks replies = new ReplyLinks(codec);
    private final CbsNode cbs;
    private final List<EntityLink> links = new ArrayList<>();

    LinkAttach(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.cbs = new CbsNode(endpoint.tokens(), endpoint.faults(), grants, replies);
    }

    /** A client wants to send. */
    void onSender(Receiver link) {
        Target target = link.getRemoteTarget();
        String path = path(target == null ? null : target.getAddress());
        link.setSource(link.getRemoteSource());
        link.setTarget(target);
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(ReceiverSettleMode.FIRST);
        link.setMaxMessageSize(UnsignedLong.valueOf(endpoint.maxMessageBytes()));
        if (path.equals(CbsNode.PATH)) {
            RequestLink request = new RequestLink(path, link, cbs, codec);
            track(link, request);
            request.open();
            return;
        }
        Optional<BrokerQueue> queue = endpoint.broker().queue(entity(path));
        if (queue.isEmpty()) {
            refuse(link, AmqpFault.notFound(path));
        } else if (path.endsWith(ManagementNode.SUFFIX)) {
            if (!grants.allowAny(path)) {
                refuse(link, AmqpFault.unauthorized("Listen, Send", path));
                return;
            }
            RequestLink request =
                    new RequestLink(path, link, new ManagementNode(path, queue.get(), grants, replies, codec), codec);
            track(link, request);
            request.open();
        } else if (!grants.allow(Right.SEND, path)) {
            refuse(link, AmqpFault.unauthorized(EntityLink.claim(Right.SEND), path));
        } else {
            QueueSenderLink sender =
                    new QueueSenderLink(path, link, queue.get(), codec, endpoint.faults(), endpoint.maxMessageBytes());
            track(link, sender);
            sender.open();
        }
    }

    /** A client wants to receive. */
    void onReceiver(Sender link) {
        Source source = link.getRemoteSource();
        String path = path(source == null ? null : source.getAddress());
        link.setSource(source);
        link.setTarget(link.<Target>getRemoteTarget());
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
        if (path.equals(CbsNode.PATH) || path.endsWith(ManagementNode.SUFFIX)) {
            if (!path.equals(CbsNode.PATH) && !grants.allowAny(path)) {
                refuse(link, AmqpFault.unauthorized("Listen, Send", path));
                return;
            }
            replies.add(path, link);
            link.detachHandler(each -> {
                replies.remove(link);
                link.detach();
            });
            link.closeHandler(each -> {
                replies.remove(link);
                link.close();
            });
            link.open();
            return;
        }
        Optional<BrokerQueue> queue = endpoint.broker().queue(path);
        Optional<AmqpFault> planned = endpoint.faults().receiverRefusal(path);
        if (queue.isEmpty()) {
            refuse(link, AmqpFault.notFound(path));
        } else if (!grants.allow(Right.LISTEN, path)) {
            refuse(link, AmqpFault.unauthorized(EntityLink.claim(Right.LISTEN), path));
        } else if (planned.isPresent()) {
            refuse(link, planned.get());
        } else {
            QueueReceiverLink receiver =
                    new QueueReceiverLink(path, link, queue.get(), codec, endpoint.keepLocksOnConnectionLoss());
            track(link, receiver);
            receiver.open();
        }
    }

    /** Detaches every link that the tokens no longer allow. */
    void expireTokens() {
        if (grants.expireAt(endpoint.clock().instant())) {
            List.copyOf(links).stream().filter(link -> !link.allowedBy(grants)).forEach(link -> {
                links.remove(link);
                link.detach(AmqpFault.TOKEN_EXPIRED);
            });
        }
    }

    /** Detaches the links to {@code path} that use one of {@code rights}; its management links stay. */
    int detach(String path, Set<Right> rights, AmqpFault fault) {
        List<EntityLink> hit = links.stream()
                .filter(link -> link.path().equals(path) && rights.stream().anyMatch(link::uses))
                .toList();
        links.removeAll(hit);
        hit.forEach(link -> link.detach(fault));
        return hit.size();
    }

    void connectionLost() {
        List.copyOf(links).forEach(link -> link.gone(true));
        links.clear();
    }

    private void track(Link<?> link, EntityLink entity) {
        links.add(entity);
        link.detachHandler(each -> {
            end(entity);
            link.detach();
        });
        link.closeHandler(each -> {
            end(entity);
            link.close();
        });
    }

    private void end(EntityLink entity) {
        links.remove(entity);
        entity.gone(false);
    }

    /**
     * AMQP 1.0 section 2.6.3: a refused link is opened without the terminus that was asked for, and closed at once with
     * the error.
     */
    private static void refuse(Link<?> link, AmqpFault fault) {
        if (link.isReceiver()) {
            link.setTarget((Target) null);
        } else {
            link.setSource(null);
        }
        link.open();
        link.setCondition(fault.toErrorCondition());
        link.close();
    }

    private static String path(@Nullable String address) {
        return address == null ? "" : EntityPath.of(address);
    }

    private static String entity(String path) {
        return path.endsWith(ManagementNode.SUFFIX)
                ? path.substring(0, path.length() - ManagementNode.SUFFIX.length())
                : path;
    }
}
