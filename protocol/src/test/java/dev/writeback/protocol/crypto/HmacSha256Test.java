package dev.writeback.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HmacSha256Test {
    private static final byte[] TEXT = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODE =
            HexFormat.of().parseHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");

    private static Secret key(String text) {
        return Secret.takeOwnershipOf(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** RFC 4231, section 4.3. */
    @Test
    void givesTheCodeOfTheStandard() {
        assertThat(HmacSha256.of(key("Jefe"), TEXT)).isEqualTo(CODE);
    }

    @Test
    void matchesNothingElse() {
        byte[] other = CODE.clone();
        other[31] ^= 1;

        assertThat(HmacSha256.matches(key("Jefe"), TEXT, CODE)).isTrue();
        assertThat(HmacSha256.matches(key("Jefe"), TEXT, other)).isFalse();
        assertThat(HmacSha256.matches(key("jefe"), TEXT, CODE)).isFalse();
        assertThat(HmacSha256.matches(key("Jefe"), TEXT, new byte[0])).isFalse();
    }
}
