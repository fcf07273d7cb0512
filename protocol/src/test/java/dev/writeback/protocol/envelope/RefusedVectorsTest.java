package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Epoch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final List<String> FILES = List.of(
            "refused-requests.json",
            "refused-acks.json",
            "refused-directives.json",
            "refused-replies.json",
            "refused-enrolments.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<Arguments> requests() {
        return vectors("refused-requests.json");
    }

    static Stream<Arguments> directives() {
        return vectors("refused-directives.json");
    }

    static Stream<Arguments> replies() {
        return vectors("refused-replies.json");
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
        Opening opening = assertRefused(vector);

        if (opening instanceof Opening.Dropped dropped) {
            assertThat(dropped.why().answer()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("directives")
    void refusesTheDirectiveForItsOwnReason(JsonNode vector) {
        Opening opening = assertRefused(vector);

        assertThat(opening)
                .isNotInstanceOfAny(Opening.Verified.class, Opening.Refused.class, Opening.Expired.class)
                .isNotInstanceOf(Opening.Directive.class);
    }

    private static Opening assertRefused(JsonNode vector) {
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
        } else if (opening instanceof Opening.SwitchesRefused refused) {
            rejected = refused.why();
            outside = "cfgRefused " + refused.epoch().orElse(Epoch.NONE);
        } else if (opening instanceof Opening.Expired expired) {
            outside = expired.ackAllowed() ? "expired" : "expired, no ack without a record";
        } else {
            assertThat(opening).isEqualTo(new Opening.Foreign());
            outside = "released";
        }
        assertThat(rejected == null ? "-" : rejected.name())
                .isEqualTo(vector.get("rejection").asText());
        assertThat(outside).isEqualTo(vector.get("outside").asText());
        return opening;
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

    @ParameterizedTest
    @MethodSource("replies")
    void theCloudRefusesTheReplyForItsOwnReason(JsonNode vector) {
        ReplyOpener opener = new ReplyOpener(
                () -> KeyRing.of(KEYS.cloud("ack")),
                KEYS::agentsPublic,
                Parties.AUDIENCE,
                Parties.at(Instant.ofEpochSecond(vector.get("now").asLong())));

        assertThat(opener.open(body(vector), id -> Optional.empty()))
                .isEqualTo(new ReplyOpening.Rejected(
                        Rejection.valueOf(vector.get("rejection").asText())));
    }

    @Test
    void everyReasonHasAVector() {
        Set<String> seen = new HashSet<>();
        for (String file : FILES) {
            VectorKeys.read(file)
                    .forEach(vector -> seen.add(vector.get("rejection").asText()));
        }
        // What no message is known to reach.
        seen.addAll(Set.of(Rejection.UNEXPECTED.name(), Rejection.SECRET_UNEXPECTED.name()));
        // No rejection: released or expired, or refused in enrolment for what it means.
        seen.removeAll(Set.of("-", "NOT_THE_CLOUD"));

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        Stream.of(Rejection.values()).map(Rejection::name).toArray(String[]::new));
    }

    @Test
    void everyVectorHasItsOwnName() {
        List<String> names = new ArrayList<>();
        for (String file : FILES) {
            VectorKeys.read(file).forEach(vector -> names.add(vector.get("name").asText()));
        }

        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(500);
    }

    @SuppressWarnings("unchecked")
    private static byte[] body(JsonNode vector) {
        return RefusedVectors.body(MAPPER.convertValue(vector, Map.class));
    }
}
