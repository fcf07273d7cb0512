package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.WritebackRequest;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The frozen messages of both implementations are read as what they say. */
class AcceptedVectorsTest {
    private static final VectorKeys KEYS = new VectorKeys();

    static Stream<Arguments> requests() {
        return Stream.of("requests.json", "requests-node.json").flatMap(AcceptedVectorsTest::vectors);
    }

    static Stream<Arguments> acks() {
        return Stream.of("acks.json", "acks-node.json").flatMap(AcceptedVectorsTest::vectors);
    }

    private static Stream<Arguments> vectors(String file) {
        return StreamSupport.stream(VectorKeys.read(file).spliterator(), false)
                .map(vector -> arguments(named(file + ": " + vector.get("name").asText(), vector)));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyRecipientReadsTheRequest(JsonNode vector) {
        byte[] body = vector.get("body").asText().getBytes(StandardCharsets.UTF_8);
        for (JsonNode agent : vector.get("agents")) {
            KeyRing own = KEYS.ringOf(agent.asText());
            EnvelopeOpener opener = new EnvelopeOpener(
                    () -> own, KEYS::cloudTrust, Parties.ISSUER, Parties.AUDIENCE, Parties.at(now(vector)));

            VerifiedRequest verified = RoundTripTest.verified(opener.open(new RawEnvelope(body)));

            assertThat(verified.digest()).isEqualTo(vector.get("rdig").asText());
            assertClaims(verified.request(), vector.get("claims"));
            try (OpenedRequest opened = RoundTripTest.opened(opener.unseal(verified))) {
                assertPassword(opened.newPassword(), vector.get("new"));
                assertPassword(opened.currentPassword(), vector.get("old"));
            }
        }
    }

    private static void assertClaims(WritebackRequest request, JsonNode claims) {
        assertThat(request.operation().wireName()).isEqualTo(claims.get("op").asText());
        assertThat(request.header().id().value()).isEqualTo(claims.get("jti").asText());
        assertThat(request.header().issuedAt().getEpochSecond())
                .isEqualTo(claims.get("iat").asLong());
        assertThat(request.header().expiresAt().getEpochSecond())
                .isEqualTo(claims.get("exp").asLong());
        assertThat(request.header().trace().orElse(""))
                .isEqualTo(claims.path("trace").asText());
        assertThat(request.subject().map(Subject::value).orElse(""))
                .isEqualTo(claims.path("sub").path("v").asText());
        assertThat(request.subject().map(subject -> subject.format().wireName()).orElse(""))
                .isEqualTo(claims.path("sub").path("fmt").asText());
        assertThat(request.initiator().flatMap(by -> by.by()).orElse(""))
                .isEqualTo(claims.path("init").path("by").asText());
        if (request instanceof WritebackRequest.Reset reset) {
            assertThat(reset.unlock())
                    .isEqualTo(claims.path("opt").path("unlock").asBoolean());
            assertThat(reset.mustChange())
                    .isEqualTo(claims.path("opt").path("mustChange").asBoolean());
        }
    }

    private static void assertPassword(Optional<Secret> actual, JsonNode expected) {
        assertThat(actual.isPresent()).isEqualTo(expected != null);
        if (expected != null) {
            assertThat(Parties.text(actual)).isEqualTo(expected.asText());
        }
    }

    @ParameterizedTest
    @MethodSource("acks")
    void theCloudReadsTheAck(JsonNode vector) {
        JsonNode claims = vector.get("claims");
        SealedRequest request = new SealedRequest(
                new byte[0],
                new RequestId(claims.get("rjti").asText()),
                Operation.ofWireName(claims.get("op").asText()).orElseThrow(),
                claims.get("rdig").asText(),
                Parties.NOW,
                Parties.NOW.plusSeconds(120),
                Set.of("hq-1", "hq-2"));
        AckOpener opener = new AckOpener(
                KeyRing.of(KEYS.cloud("ack")), KEYS::agentsPublic, Parties.AUDIENCE, Parties.at(now(vector)));

        AckOpening opening = opener.open(vector.get("body").asText().getBytes(StandardCharsets.UTF_8), request);

        assertThat(opening).isInstanceOf(AckOpening.Accepted.class);
        AckOpening.Accepted accepted = (AckOpening.Accepted) opening;
        assertThat(accepted.agent()).isEqualTo(vector.get("agent").asText());
        assertThat(accepted.id()).isEqualTo(claims.get("jti").asText());
        assertAck(accepted.ack(), claims);
    }

    private static void assertAck(Ack ack, JsonNode claims) {
        assertThat(ack.outcome().name()).isEqualTo(claims.get("out").asText());
        assertThat(ack.reason().map(reason -> reason.wireName()).orElse(""))
                .isEqualTo(claims.path("reason").asText());
        List<String> violations = new ArrayList<>();
        claims.path("violations").forEach(violation -> violations.add(violation.asText()));
        assertThat(ack.violations())
                .extracting(violation -> violation.wireName())
                .isEqualTo(violations);
        assertThat(ack.rules().map(rules -> rules.source()).orElse(""))
                .isEqualTo(claims.path("rules").path("source").asText());
        assertThat(ack.delivery()).isEqualTo(claims.get("att").asInt());
        assertThat(ack.recorded()).isEqualTo(claims.path("rec").asBoolean());
        assertThat(ack.server().orElse("")).isEqualTo(claims.path("dc").asText());
        assertThat(ack.timings().total()).isEqualTo(claims.get("t").get("tot").asLong());
    }

    private static Instant now(JsonNode vector) {
        return Instant.ofEpochSecond(vector.get("now").asLong());
    }
}
