package dev.writeback.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.security.Security;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private static final Instant NOW = Instant.ofEpochSecond(1795344000);
    private final KeyRecord older = key(KeyUse.ENC, "hq-1", -20, 100);
    private final KeyRecord newer = key(KeyUse.ENC, "hq-1", -10, 100);
    private final KeyRecord future = key(KeyUse.ENC, "hq-1", 1, 100);
    private final KeyRecord expired = key(KeyUse.ENC, "hq-1", -5, 0);
    private final KeyRecord signing = key(KeyUse.SIG, "hq-2", -1, 100);
    private final KeyRing ring = KeyRing.of(older, newer, future, expired, signing);

    private static KeyRecord key(KeyUse use, String agent, long from, long until) {
        return Keys.generate(
                use, Optional.of(agent), NOW.plusSeconds(from), NOW.plusSeconds(until), new SecureRandom());
    }

    @Test
    void theNewestLiveKeyIsNeitherExpiredNorOfTheFuture() {
        assertThat(ring.newestLive(KeyUse.ENC, NOW)).contains(newer);
        assertThat(ring.newestLive(KeyUse.ENC, NOW.plusSeconds(1))).contains(future);
        assertThat(ring.newestLive(KeyUse.ENC, NOW.minusSeconds(21))).isEmpty();
        assertThat(ring.newestLive(KeyUse.SIG, NOW)).contains(signing);
    }

    @Test
    void aKeyIsFoundForItsOwnUseAlone() {
        assertThat(ring.find(signing.id(), KeyUse.SIG)).contains(signing);
        assertThat(ring.find(signing.id(), KeyUse.ENC)).isEmpty();
        assertThat(ring.find(new KeyId("A".repeat(43)))).isEmpty();
    }

    @Test
    void keysAreGroupedByAgent() {
        assertThat(ring.agents()).containsExactly("hq-1", "hq-2");
        assertThat(ring.ofAgent("hq-2").all()).containsExactly(signing);
        assertThat(ring.ofAgent("hq-9").all()).isEmpty();
    }

    @Test
    void aRingDoesNotChange() {
        KeyRecord more = key(KeyUse.SIG, "hq-3", -1, 1);

        KeyRing bigger = ring.with(more);

        assertThat(ring.find(more.id())).isEmpty();
        assertThat(bigger.find(more.id())).contains(more);
        assertThat(bigger.without(more.id()).all()).isEqualTo(ring.all());
    }

    @Test
    void oneKeyHasOneUse() {
        KeyRecord both = KeyRecord.of(
                signing.publicKey(), KeyUse.ENC, Optional.of("hq-2"), signing.notBefore(), signing.expiresAt());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(signing, both))
                .withMessageContaining("twice");
    }

    @Test
    void aKeyDoesNothingButItsUse() {
        byte[] input = {1};
        assertThatIllegalStateException().isThrownBy(() -> Es256.sign(newer, input));
        assertThatIllegalStateException().isThrownBy(() -> Es256.sign(signing.toPublic(), input));
        ContentKey.Wrapped wrapped = ContentKey.generate(new SecureRandom()).wrapFor(newer, new SecureRandom());
        assertThatIllegalStateException()
                .isThrownBy(() -> ContentKey.unwrap(signing, wrapped.ephemeral(), wrapped.bytes()));
        assertThat(Es256.verify(signing.toPublic(), input, Es256.sign(signing, input)))
                .isTrue();
        assertThat(Es256.verify(newer, input, Es256.sign(signing, input))).isFalse();
    }

    @Test
    void nothingIsRegisteredInTheProcess() {
        assertThat(ring.newestLive(KeyUse.ENC, NOW)).isPresent();
        assertThat(Security.getProvider("BC")).isNull();
    }
}
