package dev.writeback.sandbox.servicebus.amqp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.protonj2.engine.OutgoingDelivery;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.jspecify.annotations.Nullable;

/** The links of one connection on which a client awaits answers of {@code $cbs} and {@code $management} nodes. */
final class ReplyLinks {
    private final Map<String, List<Sender>> byNode = new HashMap<>();
    private final MessageCodec codec;

    ReplyLinks(MessageCodec codec) {
        this.codec = codec;
    }

    void add(String nodePath, Sender link) {
        byNode.computeIfAbsent(nodePath, path -> new ArrayList<>()).add(link);
    }

    void remove(Sender link) {
        byNode.values().forEach(links -> links.remove(link));
    }

    /** Answers {@code request}; an answer that nobody awaits any more is dropped. */
    void reply(String nodePath, AmqpMessage request, Status status, ReplyBody body) {
        String replyTo = request.properties().getReplyTo();
        byNode.getOrDefault(nodePath, List.of()).stream()
                .filter(link -> link.isLocallyOpen() && awaits(link, replyTo))
                .findFirst()
                .ifPresent(link -> {
                    Object correlationId = request.properties().getMessageId();
                    OutgoingDelivery delivery = link.next();
                    delivery.setTag(LockTag.of(UUID.randomUUID()));
                    delivery.settle();
                    delivery.writeBytes(codec.encodeReply(correlationId, status.applicationProperties(), body));
                });
    }

    private static boolean awaits(Sender link, @Nullable String replyTo) {
        Target target = link.getRemoteTarget();
        return replyTo == null
                || replyTo.equals(link.getName())
                || (target != null && replyTo.equals(target.getAddress()));
    }

    /**
     * A status in the spelling of one kind of node.
     *
     * @param applicationProperties as they are sent
     */
    record Status(Map<String, Object> applicationProperties) {
        /** As {@code $cbs} says it. */
        static Status ofToken(int code, String description) {
            return new Status(Map.of("status-code", code, "status-description", description));
        }

        /** As {@code $management} says it. */
        static Status ofManagement(int code, String description) {
            return new Status(Map.of("statusCode", code, "statusDescription", description));
        }

        static Status ofManagement(int code, AmqpFault fault) {
            Map<String, Object> properties =
                    new LinkedHashMap<>(ofManagement(code, fault.description()).applicationProperties());
            properties.put("errorCondition", Symbol.valueOf(fault.condition()));
            return new Status(properties);
        }
    }
}
