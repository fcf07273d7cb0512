package dev.writeback.directory.standard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PasswordOctetsTest {
    @Test
    void refusesWhatIsNoText() {
        try (Secret broken = Secret.takeOwnershipOf(new byte[] {'A', (byte) 0xC3, 'x'});
                Secret cut = Secret.takeOwnershipOf(new byte[] {'A', (byte) 0xC3});
                Secret nul = Secret.takeOwnershipOf(new byte[] {'A', 0, 'x'})) {
            assertThat(PasswordOctets.of(broken)).isEmpty();
            assertThat(PasswordOctets.of(cut)).isEmpty();
            assertThat(PasswordOctets.of(nul)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"abc,3,3", "Pä,2,3", "€,1,3", "\uD83D\uDE00,1,4"})
    void countsOctetsAndCharacters(String text, int characters, int octets) {
        try (PasswordOctets password = PasswordModifyTest.octets(text)) {
            assertThat(password.characters()).isEqualTo(characters);
            assertThat(password.length()).isEqualTo(octets);
        }
    }

    @ParameterizedTest
    @CsvSource({"{SSHA}abc,true", "{x}y,true", "{open,false", "a{SSHA},false", "plain,false"})
    void seesWhatAServerWouldTakeForAHash(String text, boolean hashed) {
        try (PasswordOctets password = PasswordModifyTest.octets(text)) {
            assertThat(password.looksHashed()).isEqualTo(hashed);
        }
    }
}
