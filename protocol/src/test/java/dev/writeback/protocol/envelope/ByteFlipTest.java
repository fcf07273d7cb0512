package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyRing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that was touched anywhere is never accepted, and never answered. */
class ByteFlipTest {
    private static final VectorKeys KEYS = new VectorKeys();
    private static final KeyRing OWN = KEYS.ringOf("hq-1");
    private static final CloudTrust CLOUD = KEYS.cloudTrust();
    private final EnvelopeOpener opener =
            new EnvelopeOpener(() -> OWN, () -> CLOUD, Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW));

    private static byte[] ping() {
        for (JsonNode vector : VectorKeys.read("requests.json")) {
            if (vector.get("name").asText().equals("ping to 1")) {
                return vector.get("body").asText().getBytes(StandardCharsets.US_ASCII);
            }
        }
        throw new AssertionError("no such vector");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x20, 0x80})
    void noBitCanBeFlipped(int mask) {
        byte[] body = ping();
        List<Integer> accepted = new ArrayList<>();
        for (int i = 0; i < body.length; i++) {
            byte[] flipped = body.clone();
            flipped[i] ^= (byte) mask;
            Opening opening = opener.open(new RawEnvelope(flipped));
            if (!(opening instanceof Opening.Dropped) && !(opening instanceof Opening.Foreign)) {
                accepted.add(i);
            }
        }

        assertThat(accepted).isEmpty();
        assertThat(opener.open(new RawEnvelope(body))).isInstanceOf(Opening.Verified.class);
    }

    @Test
    void noPrefixIsAccepted() {
        byte[] body = ping();
        for (int length = 0; length < body.length; length++) {
            assertThat(opener.open(new RawEnvelope(Arrays.copyOf(body, length))))
                    .isInstanceOf(Opening.Dropped.class);
        }
    }

    @Test
    void noiseIsDropped() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertThat(opener.open(new RawEnvelope(noise))).isInstanceOf(Opening.Dropped.class);
        }
    }

    @Test
    void aBodyOfExactly64KiBIsAccepted() {
        assertThat(opener.open(new RawEnvelope(RefusedVectors.padded(ping(), 65536))))
                .isInstanceOf(Opening.Verified.class);
    }

    /** Every 7th place, which meets every member of the package: the rest is the same code as above. */
    private static List<byte[]> touched(byte[] body) {
        List<byte[]> touched = new ArrayList<>();
        for (int i = 0; i < body.length; i += 7) {
            byte[] flipped = body.clone();
            flipped[i] ^= 0x01;
            touched.add(flipped);
        }
        for (int length = 0; length < body.length; length += 97) {
            touched.add(Arrays.copyOf(body, length));
        }
        return touched;
    }

    private static Stream<Arguments> bodies(String file) {
        return StreamSupport.stream(VectorKeys.read(file).spliterator(), false)
                .map(vector -> arguments(
                        named(vector.get("name").asText(), vector.get("body").asText())));
    }

    static Stream<Arguments> directives() {
        return bodies("directives.json");
    }

    static Stream<Arguments> replies() {
        return bodies("replies.json");
    }

    @ParameterizedTest
    @MethodSource("directives")
    void noDirectiveCanBeTouched(String body) {
        for (byte[] touched : touched(body.getBytes(StandardCharsets.US_ASCII))) {
            assertThat(opener.open(new RawEnvelope(touched)))
                    .isInstanceOfAny(Opening.Dropped.class, Opening.Foreign.class);
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    void noReplyCanBeTouched(String body) {
        ReplyOpener replies = new ReplyOpener(
                () -> KeyRing.of(KEYS.cloud("ack")), KEYS::agentsPublic, Parties.AUDIENCE, Parties.at(Parties.NOW));
        for (byte[] touched : touched(body.getBytes(StandardCharsets.US_ASCII))) {
            assertThat(replies.open(touched, id -> Optional.empty())).isInstanceOf(ReplyOpening.Rejected.class);
        }
    }
}
