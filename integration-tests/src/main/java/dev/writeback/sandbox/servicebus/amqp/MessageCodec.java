package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.broker.DeadLetter;
import dev.writeback.sandbox.servicebus.broker.QueuedMessage;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.DecoderState;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.EncoderState;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.Header;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.apache.qpid.protonj2.types.messaging.Section;

/** Messages to bytes and back, with what Service Bus adds on the way out. Belongs to one event loop. */
final class MessageCodec {
    /** The message format of a batch: each data section is a message of its own. */
    private static final int BATCH_FORMAT = 0x80013700;

    private static final Symbol SEQUENCE_NUMBER = Symbol.valueOf("x-opt-sequence-number");
    private static final Symbol ENQUEUE_SEQUENCE_NUMBER = Symbol.valueOf("x-opt-enqueue-sequence-number");
    private static final Symbol ENQUEUED_TIME = Symbol.valueOf("x-opt-enqueued-time");
    private static final Symbol LOCKED_UNTIL = Symbol.valueOf("x-opt-locked-until");
    private static final Symbol MESSAGE_STATE = Symbol.valueOf("x-opt-message-state");
    private static final Symbol DEAD_LETTER_SOURCE = Symbol.valueOf("x-opt-deadletter-source");
    private static final int ACTIVE = 0;

    private final Decoder decoder = CodecFactory.getDecoder();
    private final DecoderState decoderState = decoder.newDecoderState();
    private final Encoder encoder = CodecFactory.getEncoder();
    private final EncoderState encoderState = encoder.newEncoderState();

    /**
     * The messages of one transfer: one, or all of a batch.
     *
     * @throws RuntimeException of the codec when the bytes are no message
     */
    List<AmqpMessage> decodeTransfer(ProtonBuffer bytes, int messageFormat) {
        AmqpMessage outer = decode(bytes);
        if (messageFormat != BATCH_FORMAT) {
            return List.of(outer);
        }
        List<AmqpMessage> messages = new ArrayList<>();
        for (Section<?> section : outer.body()) {
            messages.add(decode(buffer(((Data) section).getValue())));
        }
        return messages;
    }

    /** @throws RuntimeException of the codec when the bytes are no message */
    AmqpMessage decode(ProtonBuffer bytes) {
        decoderState.reset();
        AmqpMessage message = new AmqpMessage();
        while (bytes.isReadable()) {
            message.add(decoder.readObject(bytes, decoderState));
        }
        return message;
    }

    /** A queued message as it is delivered: a header is always present, because a client relies on it. */
    ProtonBuffer encode(QueuedMessage queued) {
        AmqpMessage message = (AmqpMessage) queued.content();
        Header header = message.header().copy().setDeliveryCount(queued.deliveryCount());
        Map<String, Object> applicationProperties = new LinkedHashMap<>(message.applicationProperties());
        queued.deadLetter().ifPresent(reason -> {
            header.clearTimeToLive();
            applicationProperties.put("DeadLetterReason", reason.reason());
            applicationProperties.put("DeadLetterErrorDescription", reason.description());
        });
        ProtonBuffer out = ProtonBufferAllocator.defaultAllocator().allocate(1024);
        write(out, header);
        write(out, new MessageAnnotations(annotations(queued, message)));
        write(out, message.properties());
        if (!applicationProperties.isEmpty()) {
            write(out, new ApplicationProperties(applicationProperties));
        }
        message.body().forEach(section -> write(out, section));
        return out;
    }

    private static Map<Symbol, Object> annotations(QueuedMessage queued, AmqpMessage message) {
        Map<Symbol, Object> annotations = new LinkedHashMap<>(message.annotations());
        annotations.put(SEQUENCE_NUMBER, queued.sequenceNumber());
        annotations.put(ENQUEUE_SEQUENCE_NUMBER, queued.sequenceNumber());
        annotations.put(ENQUEUED_TIME, Date.from(queued.enqueuedAt()));
        annotations.put(MESSAGE_STATE, ACTIVE);
        queued.lockedUntil().map(Date::from).ifPresent(until -> annotations.put(LOCKED_UNTIL, until));
        queued.deadLetter().map(DeadLetter::source).ifPresent(source -> annotations.put(DEAD_LETTER_SOURCE, source));
        return annotations;
    }

    /** An answer of {@code $cbs} or {@code $management}. */
    ProtonBuffer encodeReply(Object correlationId, Map<String, Object> applicationProperties, ReplyBody body) {
        ProtonBuffer out = ProtonBufferAllocator.defaultAllocator().allocate(256);
        write(out, new Properties().setCorrelationId(correlationId));
        write(out, new ApplicationProperties(applicationProperties));
        body.writeTo(out, section -> write(out, section));
        return out;
    }

    private void write(ProtonBuffer out, Object section) {
        encoderState.reset();
        encoder.writeObject(out, encoderState, section);
    }

    static ProtonBuffer buffer(byte[] bytes) {
        return ProtonBufferAllocator.defaultAllocator().copy(bytes);
    }

    static byte[] bytes(ProtonBuffer buffer) {
        byte[] bytes = new byte[buffer.getReadableBytes()];
        buffer.readBytes(bytes, 0, bytes.length);
        return bytes;
    }
}
