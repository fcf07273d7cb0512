package dev.writeback.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.writeback.protocol.json.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Key files, sections 2 and 7. */
class JwkSetsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1795344000);
    private static final KeyRecord KEY =
            Keys.generate(KeyUse.ENC, Optional.of("hq-1"), NOW, NOW.plus(Duration.ofDays(180)), new SecureRandom());
    private static final String OTHER_ID = "A".repeat(43);

    @Test
    void theThumbprintIsThatOfRfc7638() throws JwkException {
        // The P-256 key of RFC 7517, appendix A.1; its thumbprint computed with the npm package jose.
        KeyRing ring = JwkSets.readPublic(
                bytes(
                        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
                                + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\",\"use\":\"enc\",\"nbf\":1,\"exp\":2}]}"));

        assertThat(ring.all().get(0).id()).isEqualTo(new KeyId("cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"));
    }

    @Test
    void aSetIsReadAsItWasWritten() throws JwkException {
        KeyRecord cloud =
                Keys.generate(KeyUse.SIG, Optional.empty(), NOW, NOW.plus(Duration.ofDays(90)), new SecureRandom());
        byte[] text = JwkSets.writePublic(KeyRing.of(KEY, cloud));

        KeyRing read = JwkSets.readPublic(text);

        assertThat(read.all())
                .extracting(KeyRecord::toString)
                .containsExactly(KEY.toPublic().toString(), cloud.toPublic().toString());
        assertThat(new String(text, StandardCharsets.UTF_8)).doesNotContain("\"d\"");
    }

    @Test
    void aPrivateKeyIsReadAsItWasWritten() throws JwkException {
        KeyRecord read = JwkSets.readPrivate(JwkSets.writePrivate(KEY));

        assertThat(read.id()).isEqualTo(KEY.id());
        ContentKey content = ContentKey.generate(new SecureRandom());
        ContentKey.Wrapped wrapped = content.wrapFor(KEY.toPublic(), new SecureRandom());
        assertThat(ContentKey.unwrap(read, wrapped.ephemeral(), wrapped.bytes()))
                .isPresent();
    }

    @Test
    void aPrivateKeyOfTheCloudMayLackTimesAndUse() throws JwkException {
        String jwk = privateText()
                .replaceFirst("\"nbf\":\\d+,", "")
                .replaceFirst("\"exp\":\\d+,", "")
                .replace("\"use\":\"enc\",", "");

        KeyRecord read = JwkSets.readPrivate(bytes(jwk));

        assertThat(read.use()).isEqualTo(KeyUse.ENC);
        assertThat(read.isLiveAt(NOW)).isTrue();
    }

    static Stream<Arguments> wrongPublicKeys() {
        return Stream.of(
                wrong(s -> "[]", "NOT_AN_OBJECT"),
                wrong(s -> s.replace("\"keys\"", "\"key\""), "accepted is only 'keys'"),
                wrong(s -> s.replace("\"kty\":\"EC\"", "\"kty\":\"RSA\""), "'kty' of keys[0] is not 'EC'"),
                wrong(s -> s.replace("P-256", "P-384"), "'crv' of keys[0] is not 'P-256'"),
                wrong(s -> s.replaceFirst("\"y\":\"[^\"]*\"", "\"y\":\"" + OTHER_ID + "\""), "no point of P-256"),
                wrong(s -> s.replaceFirst("\"x\":\"[^\"]*\"", "\"x\":\"AA\""), "'x' of keys[0] is not 32 bytes"),
                wrong(s -> s.replaceFirst("\"use\":\"enc\"", "\"use\":\"both\""), "not one of enc, sig"),
                wrong(s -> s.replaceFirst("\"use\":\"enc\"", "\"use\":\"sig\""), "'alg' of keys[0]"),
                wrong(s -> s.replace("ECDH-ES+A256KW", "dir"), "'alg' of keys[0]"),
                wrong(s -> s.replaceFirst("\"use\":\"enc\",", ""), "keys[0] lacks 'use'"),
                wrong(s -> s.replaceFirst("\"nbf\":\\d+,", ""), "keys[0] lacks 'nbf'"),
                wrong(s -> s.replaceFirst("\"exp\":\\d+,", ""), "keys[0] lacks 'exp'"),
                wrong(s -> s.replaceFirst("\"exp\":\\d+", "\"exp\":1"), "nbf is before its exp"),
                wrong(s -> s.replaceFirst("\"exp\":\\d+", "\"exp\":\"1\""), "whole number of seconds"),
                wrong(s -> s.replaceFirst("\"kid\":\"[^\"]*\"", "\"kid\":\"" + OTHER_ID + "\""), "'kid' of keys[0]"),
                wrong(s -> s.replace("\"hq-1\"", "\"HQ 1\""), "an agent's id"),
                wrong(s -> s.replace("\"hq-1\"", "7"), "'agent' of keys[0]"),
                wrong(s -> s.replace("\"kty\"", "\"key_ops\":[],\"kty\""), "'key_ops'"),
                wrong(s -> s.replace("[", "[" + s.substring(9, s.length() - 2) + ","), "twice"));
    }

    private static Arguments wrong(UnaryOperator<String> bend, String message) {
        return Arguments.of(
                bend.apply(new String(JwkSets.writePublic(KeyRing.of(KEY)), StandardCharsets.UTF_8)), message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongPublicKeys")
    void saysWhatIsWrongWithASet(String text, String message) {
        assertThatExceptionOfType(JwkException.class)
                .isThrownBy(() -> JwkSets.readPublic(bytes(text)))
                .withMessageContaining(message);
    }

    @Test
    void refusesAPrivateKeyInAPublicSetWithoutQuotingIt() {
        String d = privateText().replaceFirst(".*\"d\":\"([^\"]*)\".*", "$1");

        assertThatExceptionOfType(JwkException.class)
                .isThrownBy(() -> JwkSets.readPublic(bytes("{\"keys\":[" + privateText() + "]}")))
                .withMessageContaining("private key")
                .withMessageNotContaining(d);
    }

    @Test
    void refusesAPrivateHalfOfAnotherKey() {
        byte[] one = new byte[32];
        one[31] = 1;
        String foreign = privateText().replaceFirst("\"d\":\"[^\"]*\"", "\"d\":\"" + Base64Url.encode(one) + "\"");
        String zero =
                privateText().replaceFirst("\"d\":\"[^\"]*\"", "\"d\":\"" + Base64Url.encode(new byte[32]) + "\"");

        assertThatExceptionOfType(JwkException.class)
                .isThrownBy(() -> JwkSets.readPrivate(bytes(foreign)))
                .withMessageContaining("does not belong");
        assertThatExceptionOfType(JwkException.class)
                .isThrownBy(() -> JwkSets.readPrivate(bytes(zero)))
                .withMessageContaining("not a scalar");
        assertThatExceptionOfType(JwkException.class)
                .isThrownBy(() -> JwkSets.readPrivate(bytes(privateText().replaceFirst(",\"d\":\"[^\"]*\"", ""))))
                .withMessageContaining("no 'd'");
    }

    @Test
    void writesNoPrivateKeyThatIsNotThere() {
        assertThatIllegalArgumentException().isThrownBy(() -> JwkSets.writePrivate(KEY.toPublic()));
    }

    @Test
    void noTextOfAKeyShowsItsPrivateHalf() {
        String d = privateText().replaceFirst(".*\"d\":\"([^\"]*)\".*", "$1");

        assertThat(KEY.toString()).doesNotContain(d).contains("with private key");
        assertThat(KeyRing.of(KEY).toString()).doesNotContain(d);
    }

    private static String privateText() {
        return new String(JwkSets.writePrivate(KEY), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
