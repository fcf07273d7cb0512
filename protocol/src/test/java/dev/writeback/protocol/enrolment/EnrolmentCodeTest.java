package dev.writeback.protocol.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 8: how a code is read. */
class EnrolmentCodeTest {
    private static final String CANONICAL = "7QK2M9X1-4T9C0ZQ8MHW3RB6XN1VKDY5JPE";

    private static Secret typed(String text) {
        return Secret.takeOwnershipOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Secret secret) {
        return secret.map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CANONICAL,
                "7qk2m9x1-4t9c0zq8mhw3rb6xn1vkdy5jpe",
                "7QK2M9XI-4T9COZQ8MHW3RB6XNLVKDY5JPE",
                "7qk2m9xl-4t9cozq8mhw3rb6xnivkdy5jpe",
                "7QK2M9X1-4T9C0-ZQ8MH-W3RB6-XN1VK-DY5JP-E",
                "7QK2M9X1--4T9C0ZQ8MHW3RB6XN1VKDY5JPE-",
                " \t7QK2M9X1-4T9C0ZQ8MHW3RB6XN1VKDY5JPE\r\n"
            })
    void isReadInEitherCaseWithHyphensAndLookAlikes(String text) throws MalformedCodeException {
        EnrolmentCode code = EnrolmentCode.parse(typed(text));

        assertThat(code.cid()).isEqualTo("7QK2M9X1");
        assertThat(text(code.shown())).isEqualTo(CANONICAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "7QK2M9X1",
                "7QK2M9X14T9C0ZQ8MHW3RB6XN1VKDY5JPE",
                "7QK2M9X1-4T9C0ZQ8MHW3RB6XN1VKDY5JP",
                "7QK2M9X1-4T9C0ZQ8MHW3RB6XN1VKDY5JPEE",
                "7QK2M9X-14T9C0ZQ8MHW3RB6XN1VKDY5JPE",
                "7QK2M9X14-T9C0ZQ8MHW3RB6XN1VKDY5JPE",
                "-7QK2M9X14T9C0ZQ8MHW3RB6XN1VKDY5JPE",
                "7QK2M9XU-4T9C0ZQ8MHW3RB6XN1VKDY5JPE",
                "7QK2M9X1 4T9C0ZQ8MHW3RB6XN1VKDY5JPE",
                "7QK2M9X1-4T9C0ZQ8MHW3RB6XN1VKDY5JP\u00c9",
                "7QK2M9X1_4T9C0ZQ8MHW3RB6XN1VKDY5JPE",
                "7QK2M9X1-4T9C0ZQ8 MHW3RB6XN1VKDY5JPE"
            })
    void everythingElseIsRefusedWithoutBeingQuoted(String text) {
        assertThatExceptionOfType(MalformedCodeException.class)
                .isThrownBy(() -> EnrolmentCode.parse(typed(text)))
                .withMessageContaining("8 characters, a hyphen and 26 characters")
                .withMessageNotContaining("MHW3");
    }

    @Test
    void aNewCodeIsReadAsItself() throws MalformedCodeException {
        SecureRandom random = new SecureRandom();
        Set<Integer> characters = new HashSet<>();
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            try (EnrolmentCode code = EnrolmentCode.generate(random)) {
                String shown = text(code.shown());
                assertThat(text(EnrolmentCode.parse(typed(shown)).shown())).isEqualTo(shown);
                assertThat(shown).startsWith(code.cid() + "-").hasSize(35);
                shown.chars().forEach(characters::add);
                codes.add(shown);
            }
        }

        assertThat(codes).hasSize(200);
        // All 32 and the hyphen.
        assertThat(characters).hasSize(33);
    }

    @Test
    void itsSecretIsNeverShownByAccidentAndGoneWhenClosed() throws MalformedCodeException {
        EnrolmentCode code = EnrolmentCode.parse(typed(CANONICAL));
        byte[][] kept = new byte[1][];
        code.secret().use(bytes -> kept[0] = bytes);
        assertThat(new String(kept[0], StandardCharsets.US_ASCII)).isEqualTo("4T9C0ZQ8MHW3RB6XN1VKDY5JPE");

        code.close();

        assertThat(kept[0]).containsOnly(0);
        assertThat(code.toString()).contains("7QK2M9X1").doesNotContain("4T9C");
        assertThatIllegalStateException().isThrownBy(code::shown);
    }

    @Test
    void whatWasTypedStaysTheCallers() throws MalformedCodeException {
        Secret typed = typed(CANONICAL);

        EnrolmentCode.parse(typed).close();

        assertThat(text(typed)).isEqualTo(CANONICAL);
    }
}
