package dev.writeback.protocol.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.MessageJwks;
import dev.writeback.protocol.envelope.CloudKeysSealer;
import dev.writeback.protocol.envelope.KeyAnnouncement;
import dev.writeback.protocol.envelope.RefusedVectors;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.envelope.RelayAccess;
import dev.writeback.protocol.envelope.VectorKeys;
import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The frozen enrolments of both implementations, and what bends them. */
class EnrolmentVectorsTest {
    private static final VectorKeys KEYS = new VectorKeys();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ISSUER = "https://sspr.example.net";
    private static final String AUDIENCE = "urn:pwb:6d1b2c:hq";
    private static final JsonNode WHOLE = VectorKeys.read("enrolments.json").get(0);

    static Stream<Arguments> enrolments() {
        return Stream.of("enrolments.json", "enrolments-node.json").flatMap(EnrolmentVectorsTest::vectors);
    }

    static Stream<Arguments> refused() {
        return vectors("refused-enrolments.json");
    }

    private static Stream<Arguments> vectors(String file) {
        return StreamSupport.stream(VectorKeys.read(file).spliterator(), false)
                .map(vector -> arguments(named(file + ": " + vector.get("name").asText(), vector)));
    }

    /** Draws what it is told to, then at random. */
    private static final class Told extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final List<String> draws = new ArrayList<>();

        Told(String... base64Url) {
            draws.addAll(List.of(base64Url));
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (draws.isEmpty()) {
                super.nextBytes(bytes);
            } else {
                byte[] told = Base64Url.decode(draws.remove(0)).orElseThrow();
                System.arraycopy(told, 0, bytes, 0, bytes.length);
            }
        }
    }

    private static Clock at(JsonNode vector) {
        return Clock.fixed(Instant.ofEpochSecond(vector.get("now").asLong()), ZoneOffset.UTC);
    }

    private static EnrolmentCode code(JsonNode vector) {
        try {
            return EnrolmentCode.parse(
                    Secret.takeOwnershipOf(vector.get("code").asText().getBytes(StandardCharsets.US_ASCII)));
        } catch (MalformedCodeException e) {
            throw new AssertionError(e);
        }
    }

    private static EnrolmentApplicant applicant(JsonNode whole, Clock clock) {
        return new EnrolmentApplicant(
                code(whole),
                ISSUER,
                AUDIENCE,
                "agent9.corp.example.test",
                "1.0.0",
                KEYS.applicant("enc"),
                KEYS.applicant("sig"),
                clock,
                new Told(whole.get("requestClaims").get("nonce").asText()));
    }

    private static EnrolmentDesk desk(JsonNode whole, Clock clock) {
        EnrolmentDesk desk = new EnrolmentDesk(
                ISSUER,
                AUDIENCE,
                new CloudKeysSealer(KEYS.cloud("root"), ISSUER, AUDIENCE, clock, new SecureRandom()),
                () -> new KeyAnnouncement(new Epoch(1), KeyRing.of(KEYS.cloud("signing"), KEYS.cloud("ack"))),
                agent -> new RelayAccess(
                        "bus.example.net", "requests", "replies", Secret.takeOwnershipOf(new byte[] {'x'})),
                new Agents(),
                clock,
                new Told(whole.get("answerMembers").get("challenge").asText()));
        desk.keep(code(whole));
        return desk;
    }

    private static final class Agents implements AgentRegistry {
        private KeyRing keys = KeyRing.empty();

        @Override
        public KeyRing keys() {
            return keys;
        }

        @Override
        public boolean add(EnrolledAgent agent) {
            keys = agent.keys();
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource("enrolments")
    void theCloudTakesTheRequestAndTheConfirmation(JsonNode vector) {
        EnrolmentDesk desk = desk(vector, at(vector));

        DeskAnswer first = desk.enrol(bytes(vector, "request"));
        DeskAnswer second = desk.confirm(bytes(vector, "confirmation"));

        assertThat(first).isInstanceOf(DeskAnswer.Challenged.class);
        assertThat(words(((DeskAnswer.Challenged) first).fingerprint())).isEqualTo(vector.get("words"));
        assertThat(second).isInstanceOf(DeskAnswer.Enrolled.class);
        EnrolledAgent agent = ((DeskAnswer.Enrolled) second).agent();
        JsonNode claims = vector.get("requestClaims");
        assertThat(agent.id()).isEqualTo(vector.get("agent").asText());
        assertThat(agent.host()).isEqualTo(claims.get("host").asText());
        assertThat(agent.version()).isEqualTo(claims.get("version").asText());
        assertThat(MAPPER.valueToTree(MessageJwks.write(agent.keys())).toString())
                .isEqualTo(claims.get("keys").toString());
    }

    @ParameterizedTest
    @MethodSource("enrolments")
    void theAgentBelievesTheAnswer(JsonNode vector) {
        ChallengeOpening opening = applicant(vector, at(vector)).open(bytes(vector, "answer"));

        assertThat(opening).isInstanceOf(ChallengeOpening.Accepted.class);
        ChallengeOpening.Accepted accepted = (ChallengeOpening.Accepted) opening;
        JsonNode members = vector.get("answerMembers");
        assertThat(accepted.trust().root().map(root -> root.id().value()).orElseThrow())
                .isEqualTo(members.get("root").get("kid").asText());
        assertThat(accepted.trust().keys().all())
                .extracting(KeyRecord::id)
                .containsExactly(KEYS.cloud("signing").id(), KEYS.cloud("ack").id());
        assertThat(accepted.relay().namespace())
                .isEqualTo(members.get("relay").get("namespace").asText());
        assertThat(accepted.relay().connection().<String>map(text -> new String(text, StandardCharsets.UTF_8)))
                .isEqualTo(members.get("relay").get("connection").asText());
        assertThat(words(accepted.fingerprint())).isEqualTo(vector.get("words"));
    }

    private static JsonNode words(Fingerprint fingerprint) {
        return MAPPER.valueToTree(fingerprint.words());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void eachBentMessageIsRefusedForItsOwnReason(JsonNode vector) {
        switch (vector.get("message").asText()) {
            case "request" -> assertRefused(desk(WHOLE, at(vector)).enrol(body(vector)), vector);
            case "confirmation" -> {
                EnrolmentDesk desk = desk(WHOLE, at(vector));
                assertThat(desk.enrol(bytes(WHOLE, "request")).status()).isEqualTo(200);
                assertRefused(desk.confirm(body(vector)), vector);
            }
            default -> {
                ChallengeOpening opening = applicant(WHOLE, at(vector)).open(body(vector));
                String rejection = vector.get("rejection").asText();
                assertThat(opening)
                        .isEqualTo(
                                rejection.equals("NOT_THE_CLOUD")
                                        ? new ChallengeOpening.NotTheCloud()
                                        : new ChallengeOpening.Unreadable(Rejection.valueOf(rejection)));
            }
        }
    }

    @Test
    void noMessageCanBeTouched() {
        Clock clock = at(WHOLE);
        EnrolmentDesk desk = desk(WHOLE, clock);
        for (byte[] touched : touched(bytes(WHOLE, "request"))) {
            assertThat(desk.enrol(touched)).isInstanceOf(DeskAnswer.Refused.class);
        }
        // None of them was an attempt that counts.
        assertThat(desk.enrol(bytes(WHOLE, "request")).status()).isEqualTo(200);
        for (byte[] touched : touched(bytes(WHOLE, "confirmation"))) {
            assertThat(desk.confirm(touched)).isInstanceOf(DeskAnswer.Refused.class);
        }
        assertThat(desk.confirm(bytes(WHOLE, "confirmation")).status()).isEqualTo(204);
        for (byte[] touched : touched(bytes(WHOLE, "answer"))) {
            assertThat(applicant(WHOLE, clock).open(touched)).isInstanceOf(ChallengeOpening.Unreadable.class);
        }
    }

    private static List<byte[]> touched(byte[] message) {
        List<byte[]> touched = new ArrayList<>();
        for (int i = 0; i < message.length; i += 3) {
            byte[] flipped = message.clone();
            flipped[i] ^= 0x01;
            touched.add(flipped);
            touched.add(Arrays.copyOf(message, i));
        }
        return touched;
    }

    private static void assertRefused(DeskAnswer answer, JsonNode vector) {
        assertThat(answer).isInstanceOf(DeskAnswer.Refused.class);
        assertThat(((DeskAnswer.Refused) answer).detail().map(Rejection::name).orElse("-"))
                .isEqualTo(vector.get("rejection").asText());
        assertThat(answer.status()).isEqualTo(vector.get("status").asInt());
    }

    private static byte[] bytes(JsonNode vector, String name) {
        return vector.get(name).asText().getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static byte[] body(JsonNode vector) {
        return RefusedVectors.body(MAPPER.convertValue(vector, Map.class));
    }
}
