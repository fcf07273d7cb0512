package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.MessageJwks;
import dev.writeback.protocol.json.JsonFault;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.json.StrictJson;
import dev.writeback.protocol.message.Epoch;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Claims bent at random, as a rightful signer with a fault of its own could send them: reading them never surprises, and
 * what is accepted says what its claims say, no less and no more.
 */
class ClaimsFuzzTest {
    private static final VectorKeys KEYS = new VectorKeys();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int RUNS = 10_000;
    private static final List<Object> ODDITIES = List.of(
            -1,
            0,
            1,
            16,
            1L << 31,
            (1L << 53) - 1,
            -((1L << 53) - 1),
            "",
            "a",
            "x".repeat(300),
            "\u0000",
            "\ud83d\ude00",
            true,
            false,
            List.of(),
            Map.of(),
            List.of(List.of(List.of())),
            Map.of("x_", Map.of("a", List.of(1))));

    private final Random random = new Random(20261130);

    /** Reads claims and writes what was read. */
    private interface Reader {
        Map<String, Object> reread(JsonObject claims) throws RejectedException;
    }

    private interface Writer<T> {
        void add(T value, Map<String, Object> claims);
    }

    private static <T> Map<String, Object> written(T value, Writer<T> writer) {
        Map<String, Object> claims = new LinkedHashMap<>();
        writer.add(value, claims);
        return claims;
    }

    static Stream<Arguments> messages() {
        SecureRandom random = new SecureRandom();
        RefusedDirectives directives = new RefusedDirectives(KEYS, random);
        RefusedReplies replies = new RefusedReplies(KEYS, random);
        EnrolmentForge enrolment = new EnrolmentForge(KEYS, random);
        return Stream.of(
                message(
                        "config",
                        directives.switches().claims(),
                        c -> written(SwitchClaims.read(c), SwitchClaims::add)),
                message(
                        "heartbeat",
                        replies.heartbeat().claims(),
                        c -> written(HeartbeatClaims.read(c), HeartbeatClaims::add)),
                message(
                        "heartbeat that asks for an echo",
                        with(replies.heartbeat().claims(), "echo", Parties.ECHO),
                        c -> written(HeartbeatClaims.read(c), HeartbeatClaims::add)),
                message("echo", directives.echo().claims(), c -> written(EchoClaims.read(c), EchoClaims::add)),
                message("keys of an agent", directives.confirm().claims(), c -> {
                    KeyClaims.requireKnown(c);
                    KeyClaims.Act act = KeyClaims.act(c);
                    return written(KeyClaims.agentKeys(c, "hq-1"), keys(KeyClaims.epoch(c), act));
                }),
                message("keys of the cloud", directives.cloudKeysMessage().claims(), c -> {
                    KeyClaims.requireKnown(c);
                    KeyClaims.Act act = KeyClaims.act(c);
                    return written(KeyClaims.cloudKeys(c), keys(KeyClaims.epoch(c), act));
                }),
                message(
                        "enrolment",
                        enrolment.request().claims,
                        c -> written(EnrolmentClaims.read(c), EnrolmentClaims::add)),
                message(
                        "challenge",
                        enrolment.answer().members,
                        c -> EnrolmentClaims.write(EnrolmentClaims.readOffer(c))));
    }

    private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        claims.put(name, value);
        return claims;
    }

    private static Writer<KeyRing> keys(Epoch epoch, KeyClaims.Act act) {
        return (keys, claims) -> {
            claims.put("epoch", epoch.value());
            claims.put("act", act.wireName());
            claims.put("keys", MessageJwks.write(keys));
        };
    }

    private static Arguments message(String name, Map<String, Object> valid, Reader reader) {
        return arguments(named(name, valid), reader);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsAcceptedSaysWhatItsClaimsSay(Map<String, Object> valid, Reader reader) throws IOException {
        int accepted = 0;
        for (int i = 0; i < RUNS; i++) {
            byte[] text = StrictJson.write(bentClaims(valid));
            try {
                Map<String, Object> read = reader.reread(StrictJson.readObject(text, Limits.BODY));
                ObjectNode said = (ObjectNode) MAPPER.readTree(text);
                assertThat(MAPPER.readTree(StrictJson.write(read))).isEqualTo(content(said, valid));
                accepted++;
            } catch (JsonFault e) {
                // Bent too deep to be a text of claims at all.
                assertThat(e.kind()).isEqualTo(JsonFault.Kind.TOO_DEEP);
            } catch (RejectedException e) {
                assertThat(e.why()).isNotEqualTo(Rejection.UNEXPECTED);
            }
        }
        // The bending neither spares everything nor breaks everything.
        assertThat(accepted).isBetween(RUNS / 100, RUNS * 3 / 4);
    }

    /** Without what every message has, what may be added by anybody, and limits of nothing. */
    private static ObjectNode content(ObjectNode said, Map<String, Object> valid) {
        if (valid.containsKey("iss")) {
            said.remove(List.of("v", "iss", "aud", "jti", "iat", "exp"));
        }
        for (Iterator<String> names = said.fieldNames(); names.hasNext(); ) {
            if (names.next().startsWith("x_")) {
                names.remove();
            }
        }
        if (said.path("limits").isObject() && said.path("limits").isEmpty()) {
            said.remove("limits");
        }
        return said;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> bentClaims(Map<String, Object> valid) {
        Map<String, Object> claims = valid;
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            if (bent(claims) instanceof Map<?, ?> object) {
                claims = (Map<String, Object>) object;
            }
        }
        return claims;
    }

    /** Bends one place of a tree of claims. */
    private Object bent(Object value) {
        boolean inside = random.nextInt(6) != 0;
        if (inside && value instanceof Map<?, ?> object && !object.isEmpty()) {
            return bentObject(object);
        }
        if (inside && value instanceof List<?> array && !array.isEmpty()) {
            return bentArray(array);
        }
        return ODDITIES.get(random.nextInt(ODDITIES.size()));
    }

    private Map<String, Object> bentObject(Map<?, ?> object) {
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((name, member) -> copy.put((String) name, member));
        List<String> names = new ArrayList<>(copy.keySet());
        String name = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        switch (random.nextInt(5)) {
            case 0 -> copy.remove(name);
            case 1 -> copy.put(random.nextBoolean() ? "x_more" : "more", bent(""));
            case 2 -> copy.put(other, copy.remove(name));
            default -> copy.put(name, bent(copy.get(name)));
        }
        return copy;
    }

    private List<Object> bentArray(List<?> array) {
        List<Object> copy = new ArrayList<>(array);
        int at = random.nextInt(copy.size());
        switch (random.nextInt(4)) {
            case 0 -> copy.remove(at);
            case 1 -> copy.add(at, copy.get(at));
            default -> copy.set(at, bent(copy.get(at)));
        }
        return copy;
    }
}
