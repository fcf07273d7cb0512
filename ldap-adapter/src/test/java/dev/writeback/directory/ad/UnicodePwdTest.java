package dev.writeback.directory.ad;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.ResetOptions;
import dev.writeback.protocol.secret.Secret;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnicodePwdTest {
    private static Optional<UnicodePwd> of(String text) {
        return UnicodePwd.of(Secret.takeOwnershipOf(text.getBytes(UTF_8)));
    }

    @Test
    void isUtf16LittleEndianBetweenQuotationMarks() {
        try (UnicodePwd password = of("aB€").orElseThrow()) {
            assertThat(password.value())
                    .inHexadecimal()
                    .isEqualTo(HexFormat.of().parseHex("220061004200ac202200"));
            assertThat(password.length()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "a\"b", "Pässwörd-\uD83D\uDE00", "  x  ", "\uFEFFx", "e\u0301"})
    void takesTheTextAsItIs(String text) {
        try (UnicodePwd password = of(text).orElseThrow()) {
            assertThat(password.value()).isEqualTo(('"' + text + '"').getBytes(UTF_16LE));
            assertThat(password.length()).isEqualTo(text.length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C3", "41C3", "EDA080", "C0AF", "FF", "F4908080", "410042"})
    void refusesWhatIsNoUtf8TextWithoutNul(String hex) {
        assertThat(UnicodePwd.of(Secret.takeOwnershipOf(HexFormat.of().parseHex(hex))))
                .isEmpty();
    }

    @Test
    void closingZeroesTheArrayThatTheRequestHolds() {
        UnicodePwd password = of("Secret-1").orElseThrow();
        AccountWrite write =
                AccountWrite.reset("CN=x,DC=test", password, new ResetOptions(false, false), Optional.empty());
        byte[] sent =
                write.request().getModifications().get(0).getRawValues()[0].getValue();
        assertThat(sent).isEqualTo("\"Secret-1\"".getBytes(UTF_16LE));

        password.close();

        assertThat(sent).containsOnly(0);
        assertThat(password.text().chars()).containsOnly(0);
    }

    @Test
    void showsNothingOfItself() {
        try (UnicodePwd password = of("Secret-1").orElseThrow()) {
            AccountWrite write =
                    AccountWrite.reset("CN=x,DC=test", password, new ResetOptions(false, false), Optional.empty());

            assertThat(password.toString() + write).doesNotContain("Secret");
        }
    }
}
