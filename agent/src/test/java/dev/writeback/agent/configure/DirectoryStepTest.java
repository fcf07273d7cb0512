package dev.writeback.agent.configure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectoryStepTest {
    private static final String FINGERPRINT =
            "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF".repeat(2).replaceFirst("FF00", "FF:00");

    @Test
    void takesTheEndOfAFingerprintFromAPersonAndAllOfItFromAFlag() {
        assertThat(DirectoryStep.isOf("8899AABBCCDDEEFF", FINGERPRINT, 16)).isTrue();
        assertThat(DirectoryStep.isOf("88:99:aa:bb:cc:dd:ee:ff", FINGERPRINT, 16))
                .isTrue();
        assertThat(DirectoryStep.isOf("8899AABBCCDDEEFF", FINGERPRINT, 64)).isFalse();
        assertThat(DirectoryStep.isOf(FINGERPRINT, FINGERPRINT, 64)).isTrue();
        assertThat(DirectoryStep.isOf(FINGERPRINT.replace(":", ""), FINGERPRINT, 64))
                .isTrue();
    }

    /** Few digits are soon found in a certificate that somebody made for them. */
    @ParameterizedTest
    @ValueSource(strings = {"", "00112233", "CCDDEEFF", "0011223344556677", "x8899AABBCCDDEEFF", "8899AABBCCDDEEFE"})
    void refusesOtherTexts(String typed) {
        assertThat(DirectoryStep.isOf(typed, FINGERPRINT, 16)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ldaps://h:99999", "ldaps://a:b:c", "ldaps://", "http://dc1", "ldaps://dc1 dc2", "ldaps://dc1/x"
            })
    void complainsAboutServersThatAreNoAddresses(String typed) {
        assertThat(DirectoryStep.complaintAboutServers(typed)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ldaps://dc1", "ldaps://dc1.corp.test:3269 ldap://dc2", "ldaps://[::1]:636"})
    void takesServers(String typed) {
        assertThat(DirectoryStep.complaintAboutServers(typed)).isEmpty();
    }
}
