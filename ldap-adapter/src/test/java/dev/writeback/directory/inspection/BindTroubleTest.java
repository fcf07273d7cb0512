package dev.writeback.directory.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BindTroubleTest {
    @ParameterizedTest
    @CsvSource({
        "1, ACCOUNT_EXPIRED",
        "6, UNKNOWN_ACCOUNT",
        "18, REVOKED",
        "23, PASSWORD_EXPIRED",
        "24, WRONG_CREDENTIAL"
    })
    void readsKerberosCodes(int code, BindTrouble trouble) {
        assertThat(BindTrouble.ofKerberos(code)).contains(trouble);
    }

    /** 7 server unknown, 25 pre-authentication required, 37 clock skew, 68 wrong realm ... */
    @Test
    void otherKerberosCodesSayNothingOfTheAccount() {
        assertThat(IntStream.of(0, 7, 14, 25, 37, 60, 68).mapToObj(BindTrouble::ofKerberos))
                .allSatisfy(trouble -> assertThat(trouble).isEmpty());
    }

    @Test
    void onlyAWrongCredentialAndTheUnexplainedAreCounted() {
        assertThat(BindTrouble.values())
                .filteredOn(BindTrouble::isCounted)
                .containsExactlyInAnyOrder(BindTrouble.WRONG_CREDENTIAL, BindTrouble.REFUSED);
    }
}
