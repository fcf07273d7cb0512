package dev.writeback.protocol.envelope;

import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Collects refused requests, each bent at one place from an otherwise valid one. */
public final class RefusedVectors {
    /** What the sender sees. */
    static final String NOTHING = "nothing";

    private final VectorKeys keys;
    private final SecureRandom random;
    private final List<Map<String, Object>> vectors = new ArrayList<>();

    RefusedVectors(VectorKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    VectorKeys keys() {
        return keys;
    }

    SecureRandom random() {
        return random;
    }

    List<Map<String, Object>> all() {
        return vectors;
    }

    /** A reset, bent. */
    void reset(String name, Rejection why, Consumer<RequestForge> bend) {
        add(name, why, Operation.RESET, 0, bend, UnaryOperator.identity());
    }

    /** A ping, bent. */
    void ping(String name, Rejection why, Consumer<RequestForge> bend) {
        add(name, why, Operation.PING, 0, bend, UnaryOperator.identity());
    }

    /** A ping whose package text is bent as bytes. */
    void body(String name, Rejection why, UnaryOperator<byte[]> bend) {
        add(name, why, Operation.PING, 0, forge -> {}, bend);
    }

    /** A ping whose package text is bent. */
    void text(String name, Rejection why, UnaryOperator<String> bend) {
        body(
                name,
                why,
                body -> bend.apply(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }

    void add(
            String name,
            Rejection why,
            Operation operation,
            long nowOffset,
            Consumer<RequestForge> bend,
            UnaryOperator<byte[]> bendBody) {
        String outside = why.answer().map(reason -> reason.wireName()).orElse(NOTHING);
        add(name, why.name(), outside, operation, nowOffset, bend, bendBody);
    }

    void add(
            String name,
            String rejection,
            String outside,
            Operation operation,
            long nowOffset,
            Consumer<RequestForge> bend,
            UnaryOperator<byte[]> bendBody) {
        RequestForge forge = new RequestForge(keys, operation, nextId(), random);
        bend.accept(forge);
        byte[] body = bendBody.apply(forge.body());
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name);
        vector.put("now", Parties.NOW.getEpochSecond() + nowOffset);
        vector.put("rejection", rejection);
        vector.put("outside", outside);
        putBody(vector, body);
        vectors.add(vector);
    }

    // The trailing spaces of an oversized body are left to the reader.
    static void putBody(Map<String, Object> vector, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body)) {
            vector.put("bodyHex", HexFormat.of().formatHex(body));
        } else if (body.length > Limits.BODY) {
            vector.put("paddedTo", body.length);
            vector.put("body", text.stripTrailing());
        } else {
            vector.put("body", text);
        }
    }

    /** The bytes of a vector's message. */
    public static byte[] body(Map<String, Object> vector) {
        if (vector.containsKey("bodyHex")) {
            return HexFormat.of().parseHex((String) vector.get("bodyHex"));
        }
        byte[] body = ((String) vector.get("body")).getBytes(StandardCharsets.UTF_8);
        return padded(body, (Integer) vector.getOrDefault("paddedTo", body.length));
    }

    static byte[] padded(byte[] body, int length) {
        byte[] padded = Arrays.copyOf(body, length);
        Arrays.fill(padded, Math.min(body.length, length), length, (byte) ' ');
        return padded;
    }

    RequestId nextId() {
        return RequestIds.next(random);
    }
}
