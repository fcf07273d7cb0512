package dev.writeback.sandbox.servicebus.amqp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;

/** The body of an answer of a request-response node. */
@FunctionalInterface
interface ReplyBody {
    void writeTo(ProtonBuffer out, Consumer<Object> sections);

    static ReplyBody value(Map<String, Object> value) {
        return (out, sections) -> sections.accept(new AmqpValue<>(value));
    }

    /** A value section without a value, which is how Service Bus answers where there is nothing to say. */
    static ReplyBody empty() {
        return (out, sections) -> sections.accept(new AmqpValue<>(null));
    }

    /**
     * {@code {"expirations": [timestamp, ...]}} as an AMQP array of timestamps, which clients insist on.
     *
     * <p>Written by hand: ProtonJ2 1.1.0 writes the constructor of {@code long} for such an array.
     */
    static ReplyBody expirations(List<Instant> expirations) {
        byte[] key = "expirations".getBytes(StandardCharsets.US_ASCII);
        int arraySize = 4 + 1 + 8 * expirations.size();
        int mapSize = 4 + 2 + key.length + 1 + 4 + arraySize;
        ByteBuffer bytes = ByteBuffer.allocate(3 + 1 + 4 + mapSize);
        bytes.put(new byte[] {0x00, 0x53, 0x77}); // described: amqp-value
        bytes.put((byte) 0xd1).putInt(mapSize).putInt(2); // map32 of one pair
        bytes.put((byte) 0xa1).put((byte) key.length).put(key); // str8
        bytes.put((byte) 0xf0).putInt(arraySize).putInt(expirations.size()).put((byte) 0x83); // array32 of timestamp
        expirations.forEach(each -> bytes.putLong(each.toEpochMilli()));
        return (out, sections) -> out.writeBytes(bytes.array(), 0, bytes.position());
    }
}
