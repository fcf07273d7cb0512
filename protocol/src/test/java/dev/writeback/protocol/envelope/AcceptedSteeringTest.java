package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.MessageJwks;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.HeartbeatChain;
import dev.writeback.protocol.message.TenantSwitches;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frozen key and config messages, echoes, heartbeats and announcements of both implementations are read as what they say. */
class AcceptedSteeringTest {
    private static final VectorKeys KEYS = new VectorKeys();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<Arguments> directives() {
        return Stream.of("directives.json", "directives-node.json").flatMap(AcceptedSteeringTest::vectors);
    }

    static Stream<Arguments> replies() {
        return Stream.of("replies.json", "replies-node.json").flatMap(AcceptedSteeringTest::vectors);
    }

    private static Stream<Arguments> vectors(String file) {
        return StreamSupport.stream(VectorKeys.read(file).spliterator(), false)
                .map(vector -> arguments(named(file + ": " + vector.get("name").asText(), vector)));
    }

    @ParameterizedTest
    @MethodSource("directives")
    void theAgentReadsTheDirective(JsonNode vector) {
        KeyRing own = KEYS.ringOf(vector.get("agent").asText());
        Opening opening = new EnvelopeOpener(
                        () -> own, KEYS::cloudTrust, Parties.ISSUER, Parties.AUDIENCE, Parties.at(now(vector)))
                .open(new RawEnvelope(body(vector)));

        JsonNode claims = vector.get("claims");
        if (vector.get("kind").asText().equals("echo")) {
            assertThat(opening)
                    .isEqualTo(new Opening.Echoed(new Echo(claims.get("echo").asText())));
            return;
        }
        assertThat(opening).isInstanceOf(Opening.Directive.class);
        assertThat(((Opening.Directive) opening).epoch())
                .isEqualTo(new Epoch(claims.get("epoch").asLong()));
        switch (vector.get("kind").asText()) {
            case "switches" -> assertSwitches(((Opening.Switches) opening).switches(), claims);
            case "cloudKeys" -> assertKeys(((Opening.CloudKeys) opening).keys(), claims);
            case "confirmed" -> assertKeys(((Opening.KeysConfirmed) opening).keys(), claims);
            case "revoked" -> assertKeys(((Opening.KeysRevoked) opening).keys(), claims);
            default -> throw new AssertionError(vector.get("kind"));
        }
    }

    private static void assertSwitches(TenantSwitches switches, JsonNode claims) {
        JsonNode operations = claims.get("operations");
        assertThat(operations.size()).isEqualTo(5);
        assertThat(switches.reset()).isEqualTo(operations.get("reset").asBoolean());
        assertThat(switches.change()).isEqualTo(operations.get("change").asBoolean());
        assertThat(switches.adminReset()).isEqualTo(operations.get("adminReset").asBoolean());
        assertThat(switches.unlock()).isEqualTo(operations.get("unlock").asBoolean());
        assertThat(switches.validate()).isEqualTo(operations.get("validate").asBoolean());
        assertLimit(switches.perUser(), claims.path("limits").path("perUser"));
        assertLimit(switches.perAgent(), claims.path("limits").path("perAgent"));
    }

    private static void assertLimit(Optional<TenantSwitches.Limit> limit, JsonNode expected) {
        assertThat(limit.isPresent()).isEqualTo(expected.isObject());
        limit.ifPresent(present -> {
            assertThat(present.count()).isEqualTo(expected.get("count").asInt());
            assertThat(present.seconds()).isEqualTo(expected.get("seconds").asInt());
        });
    }

    private static void assertKeys(KeyRing keys, JsonNode claims) {
        assertThat(MAPPER.valueToTree(MessageJwks.write(keys)).toString())
                .isEqualTo(claims.get("keys").toString());
    }

    @ParameterizedTest
    @MethodSource("replies")
    void theCloudReadsTheReply(JsonNode vector) {
        ReplyOpening opening = opened(vector);

        JsonNode claims = vector.get("claims");
        if (vector.get("kind").asText().equals("heartbeat")) {
            ReplyOpening.Beat beat = (ReplyOpening.Beat) opening;
            assertThat(beat.agent()).isEqualTo(vector.get("agent").asText());
            assertThat(beat.digest()).isEqualTo(vector.get("digest").asText());
            assertThat(beat.issuedAt().getEpochSecond())
                    .isEqualTo(claims.get("iat").asLong());
            Map<String, Object> read = new LinkedHashMap<>();
            HeartbeatClaims.add(beat.heartbeat(), read);
            ObjectNode content = claims.deepCopy();
            content.remove(List.of("v", "iss", "aud", "jti", "iat", "exp", "x_note"));
            assertThat(MAPPER.valueToTree(read).toString()).isEqualTo(content.toString());
        } else {
            ReplyOpening.Announced announced = (ReplyOpening.Announced) opening;
            assertThat(announced.agent()).isEqualTo(vector.get("agent").asText());
            assertThat(announced.announcement().epoch().value())
                    .isEqualTo(claims.get("epoch").asLong());
            assertKeys(announced.announcement().keys(), claims);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"replies.json", "replies-node.json"})
    void theHeartbeatsOfAFileAreOneChain(String file) {
        HeartbeatChain chain = new HeartbeatChain();
        List<HeartbeatChain.Place> places = new ArrayList<>();
        for (JsonNode vector : VectorKeys.read(file)) {
            if (vector.get("kind").asText().equals("heartbeat")) {
                ReplyOpening.Beat beat = (ReplyOpening.Beat) opened(vector);
                places.add(chain.accept(beat.heartbeat(), beat.digest()));
            }
        }

        assertThat(places).hasSize(3).containsOnly(new HeartbeatChain.Place.Next());
    }

    private static ReplyOpening opened(JsonNode vector) {
        return new ReplyOpener(
                        () -> KeyRing.of(KEYS.cloud("ack")),
                        KEYS::agentsPublic,
                        Parties.AUDIENCE,
                        Parties.at(now(vector)))
                .open(body(vector), id -> Optional.empty());
    }

    private static byte[] body(JsonNode vector) {
        return vector.get("body").asText().getBytes(StandardCharsets.UTF_8);
    }

    private static Instant now(JsonNode vector) {
        return Instant.ofEpochSecond(vector.get("now").asLong());
    }
}
