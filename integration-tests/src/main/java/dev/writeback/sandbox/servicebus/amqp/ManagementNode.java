package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.access.Right;
import dev.writeback.sandbox.servicebus.amqp.ReplyLinks.Status;
import dev.writeback.sandbox.servicebus.broker.BrokerQueue;
import dev.writeback.sandbox.servicebus.broker.Outcome;
import dev.writeback.sandbox.servicebus.broker.QueuedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.jspecify.annotations.Nullable;

/** The node {@code QUEUE/$management}: renew-lock, update-disposition, peek-message. */
final class ManagementNode implements RequestNode {
    static final String SUFFIX = "/$management";
    private static final String VENDOR = "com.microsoft:";
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int GONE = 410;
    private static final int NOT_IMPLEMENTED = 501;

    private final String path;
    private final BrokerQueue queue;
    private final Grants grants;
    private final ReplyLinks replies;
    private final MessageCodec codec;

    ManagementNode(String path, BrokerQueue queue, Grants grants, ReplyLinks replies, MessageCodec codec) {
        this.path = path;
        this.queue = queue;
        this.grants = grants;
        this.replies = replies;
        this.codec = codec;
    }

    @Override
    public void handle(AmqpMessage request) {
        String operation = String.valueOf(request.applicationProperties().get("operation"));
        if (!grants.allow(Right.LISTEN, path)) {
            fail(request, UNAUTHORIZED, AmqpFault.unauthorized("Listen", path));
            return;
        }
        try {
            Map<?, ?> body = body(request);
            switch (operation.startsWith(VENDOR) ? operation.substring(VENDOR.length()) : operation) {
                case "renew-lock" -> renewLocks(request, lockTokens(body));
                case "update-disposition" -> updateDisposition(request, body);
                case "peek-message" -> peek(request, body);
                default -> fail(request, NOT_IMPLEMENTED, AmqpFault.notImplemented("Operation " + operation));
            }
        } catch (ClassCastException | NullPointerException e) {
            fail(
                    request,
                    BAD_REQUEST,
                    new AmqpFault("amqp:invalid-field", "The body of " + operation + " is malformed."));
        }
    }

    private void renewLocks(AmqpMessage request, List<UUID> tokens) {
        List<Instant> expirations = new ArrayList<>();
        for (UUID token : tokens) {
            Optional<Instant> until = queue.renew(token);
            if (until.isEmpty()) {
                fail(request, GONE, AmqpFault.LOCK_LOST);
                return;
            }
            expirations.add(until.get());
        }
        replies.reply(path, request, Status.ofManagement(OK, "OK"), ReplyBody.expirations(expirations));
    }

    private void updateDisposition(AmqpMessage request, Map<?, ?> body) {
        String status = String.valueOf(body.get("disposition-status"));
        for (UUID token : lockTokens(body)) {
            boolean lockHeld;
            switch (status) {
                case "completed" -> lockHeld = queue.settle(token, Outcome.COMPLETED);
                case "abandoned" -> lockHeld = queue.settle(token, Outcome.ABANDONED);
                case "released" -> lockHeld = queue.settle(token, Outcome.RELEASED);
                case "suspended" ->
                    lockHeld = queue.deadLetter(
                            token, text(body.get("deadletter-reason")), text(body.get("deadletter-description")));
                default -> {
                    fail(request, NOT_IMPLEMENTED, AmqpFault.notImplemented("Disposition " + status));
                    return;
                }
            }
            if (!lockHeld) {
                fail(request, GONE, AmqpFault.LOCK_LOST);
                return;
            }
        }
        replies.reply(path, request, Status.ofManagement(OK, "OK"), ReplyBody.value(Map.of()));
    }

    private void peek(AmqpMessage request, Map<?, ?> body) {
        long from = field(body, "from-sequence-number", Number.class).longValue();
        int count = field(body, "message-count", Number.class).intValue();
        List<Object> messages = new ArrayList<>();
        for (QueuedMessage message : queue.peek(from, count)) {
            messages.add(Map.of("message", new Binary(MessageCodec.bytes(codec.encode(message)))));
        }
        if (messages.isEmpty()) {
            replies.reply(path, request, Status.ofManagement(NO_CONTENT, "No content"), ReplyBody.empty());
        } else {
            replies.reply(path, request, Status.ofManagement(OK, "OK"), ReplyBody.value(Map.of("messages", messages)));
        }
    }

    private void fail(AmqpMessage request, int code, AmqpFault fault) {
        replies.reply(path, request, Status.ofManagement(code, fault), ReplyBody.empty());
    }

    /** @throws IllegalArgumentException when the body is no map */
    private static Map<?, ?> body(AmqpMessage request) {
        if (request.body().size() == 1
                && request.body().get(0) instanceof AmqpValue<?> section
                && section.getValue() instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("The body is no map.");
    }

    private static List<UUID> lockTokens(Map<?, ?> body) {
        Object tokens = field(body, "lock-tokens", Object.class);
        Collection<?> all = tokens instanceof Object[] array ? Arrays.asList(array) : (Collection<?>) tokens;
        return all.stream().map(UUID.class::cast).toList();
    }

    private static <T> T field(Map<?, ?> body, String name, Class<T> type) {
        Object value = body.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("Field " + name + " is missing or of another type.");
        }
        return type.cast(value);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
