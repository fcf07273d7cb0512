package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordFormTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "\t", "p\u00e4ss", "\u20ac", "\ud83d\ude00", "\uffff", "\ufeffa"})
    void acceptsWhateverTheUserTyped(String password) {
        assertThat(PasswordForm.fault(password.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void countsUtf16Units() {
        assertThat(fault("\u20ac".repeat(256))).isEmpty();
        assertThat(fault("\u20ac".repeat(257))).contains(Rejection.PASSWORD_LENGTH);
        assertThat(fault("\ud83d\ude00".repeat(128))).isEmpty();
        assertThat(fault("\ud83d\ude00".repeat(128) + "a")).contains(Rejection.PASSWORD_LENGTH);
        assertThat(fault("")).contains(Rejection.PASSWORD_LENGTH);
        assertThat(fault("a\0b")).contains(Rejection.PASSWORD_NUL);
    }

    private static java.util.Optional<Rejection> fault(String password) {
        return PasswordForm.fault(password.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void agreesWithTheJdkOnWhatIsUtf8() {
        Random random = new Random(7);
        int[] leads = {0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF, 0x9F, 0xA0};
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(5)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) leads[random.nextInt(leads.length)];
            }
            boolean wellFormed = !PasswordForm.fault(bytes).equals(java.util.Optional.of(Rejection.PASSWORD_NOT_UTF8));
            assertThat(wellFormed)
                    .as(() -> java.util.HexFormat.of().formatHex(bytes))
                    .isEqualTo(isUtf8(bytes));
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
