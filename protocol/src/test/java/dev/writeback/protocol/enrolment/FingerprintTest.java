package dev.writeback.protocol.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    /** The first six words of the test vectors that BIP-39 refers to: they are the first 66 bits of the entropy. */
    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000000000, abandon abandon abandon abandon abandon abandon",
        "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f, legal winner thank year wave sausage",
        "80808080808080808080808080808080, letter advice cage absurd amount doctor",
        "ffffffffffffffffffffffffffffffff, zoo zoo zoo zoo zoo zoo",
        "9e885d952ad362caeb4efe34a8e91bd2, ozone drill grab fiber curtain grace",
        "6610b25967cdcca9d59875f5cb50b0ea75433311869e930b, gravity machine north sort system female",
        "68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c, hamster diagram private dutch cause delay"
    })
    void takesTheBitsAsBip39Does(String entropy, String words) {
        byte[] bytes = HexFormat.of().parseHex(entropy);

        assertThat(Fingerprint.of(bytes).toString()).isEqualTo(words);
        assertThat(Fingerprint.of(Arrays.copyOf(bytes, 32)).toString()).isEqualTo(words);
    }

    @Test
    void theListIsThatOfBip39() throws IOException, NoSuchAlgorithmException {
        try (InputStream in = Fingerprint.class.getResourceAsStream("bip39-english.txt")) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());

            assertThat(HexFormat.of().formatHex(digest))
                    .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
        }
    }
}
