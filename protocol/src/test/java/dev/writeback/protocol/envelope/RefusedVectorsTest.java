package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.protocol.crypto.KeyRing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each refused vector fails for its own reason, and the outside learns no more than the protocol says. */
class RefusedVectorsTest {
    private static final VectorKeys KEYS = new VectorKeys();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<Arguments> requests() {
        return vectors("refused-requests.json");
    }

    static Stream<Arguments> acks() {
        return vectors("refused-acks.json");
    }

    private static Stream<Arguments> vectors(String file) {
        return StreamSupport.stream(VectorKeys.read(file).spliterator(), false)
                .map(vector -> arguments(named(vector.get("name").asText(), vector)));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void refusesTheRequestForItsOwnReason(JsonNode vector) {
        Instant now = Instant.ofEpochSecond(vector.get("now").asLong());
        KeyRing own = KEYS.ringOf("hq-1");
        EnvelopeOpener opener =
                new EnvelopeOpener(() -> own, KEYS::cloudTrust, Parties.ISSUER, Parties.AUDIENCE, Parties.at(now));

        Opening opening = opener.open(new RawEnvelope(body(vector)));

        Rejection rejected = null;
        String outside;
        if (opening instanceof Opening.Verified verified) {
            Unsealing unsealing = opener.unseal(verified.request());
            assertThat(unsealing).isInstanceOf(Unsealing.Refused.class);
            rejected = ((Unsealing.Refused) unsealing).why();
            outside = rejected.answer().orElseThrow().wireName();
            assertThat(rejected.step()).isEqualTo(10);
        } else if (opening instanceof Opening.Refused refused) {
            rejected = refused.why();
            outside = rejected.answer().orElseThrow().wireName();
            assertThat(rejected.step()).isEqualTo(7);
        } else if (opening instanceof Opening.Dropped dropped) {
            rejected = dropped.why();
            outside = RefusedVectors.NOTHING;
            assertThat(rejected.answer()).isEmpty();
        } else if (opening instanceof Opening.Expired expired) {
            outside = expired.ackAllowed() ? "expired" : "expired, no ack without a record";
        } else {
            outside = "released";
        }
        assertThat(rejected == null ? "-" : rejected.name())
                .isEqualTo(vector.get("rejection").asText());
        assertThat(outside).isEqualTo(vector.get("outside").asText());
    }

    @ParameterizedTest
    @MethodSource("acks")
    void refusesTheAckForItsOwnReason(JsonNode vector) {
        AckOpener opener = new AckOpener(
                KeyRing.of(KEYS.cloud("ack")),
                KEYS::agentsPublic,
                Parties.AUDIENCE,
                Parties.at(Instant.ofEpochSecond(vector.get("now").asLong())));

        assertThat(opener.open(body(vector), RefusedAcks.REQUEST))
                .isEqualTo(new AckOpening.Rejected(
                        Rejection.valueOf(vector.get("rejection").asText())));
    }

    @Test
    void everyReasonHasAVector() {
        Set<Rejection> seen = EnumSet.noneOf(Rejection.class);
        for (String file : List.of("refused-requests.json", "refused-acks.json")) {
            for (JsonNode vector : VectorKeys.read(file)) {
                if (!vector.get("rejection").asText().equals("-")) {
                    seen.add(Rejection.valueOf(vector.get("rejection").asText()));
                }
            }
        }
        // What no message is known to reach.
        seen.addAll(Set.of(Rejection.UNEXPECTED, Rejection.SECRET_UNEXPECTED));
        // Their vectors come with those of heartbeats, keys and config.
        seen.addAll(EnumSet.range(Rejection.DIRECTIVE_RECIPIENT_COUNT, Rejection.CHALLENGE_MEMBERS));

        assertThat(seen).containsExactlyInAnyOrder(Rejection.values());
    }

    @Test
    void everyVectorHasItsOwnName() {
        List<String> names = new ArrayList<>();
        for (String file : List.of("refused-requests.json", "refused-acks.json")) {
            VectorKeys.read(file).forEach(vector -> names.add(vector.get("name").asText()));
        }

        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(200);
    }

    @SuppressWarnings("unchecked")
    private static byte[] body(JsonNode vector) {
        return RefusedVectors.body(MAPPER.convertValue(vector, Map.class));
    }
}
