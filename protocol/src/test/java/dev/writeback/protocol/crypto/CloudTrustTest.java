package dev.writeback.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CloudTrustTest {
    private final KeyRecord root = key(KeyUse.SIG, Optional.empty());
    private final KeyRecord signing = key(KeyUse.SIG, Optional.empty());

    private static KeyRecord key(KeyUse use, Optional<String> agent) {
        return Keys.generate(
                use, agent, Instant.ofEpochSecond(1790000000), Instant.ofEpochSecond(1810000000), new SecureRandom());
    }

    @Test
    void theRootSignsNothingElse() {
        assertThatIllegalArgumentException().isThrownBy(() -> CloudTrust.of(root, KeyRing.of(root, signing)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudTrust.of(root, KeyRing.of(signing)).withKeys(KeyRing.of(root)));
    }

    @Test
    void theRootIsASigningKeyOfTheCloud() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudTrust.of(key(KeyUse.ENC, Optional.empty()), KeyRing.of(signing)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudTrust.of(key(KeyUse.SIG, Optional.of("hq-1")), KeyRing.of(signing)));
    }

    @Test
    void noAgentSpeaksForTheCloud() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudTrust.ofKeysAlone(KeyRing.of(signing, key(KeyUse.SIG, Optional.of("hq-1")))));
    }

    @Test
    void keepsNoPrivateHalfOfTheRoot() {
        assertThat(CloudTrust.of(root, KeyRing.of(signing)).root().orElseThrow().privateKey())
                .isEmpty();
    }
}
