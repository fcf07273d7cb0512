package dev.writeback.agent.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path directory;

    private final KeyRecord signing = key(KeyUse.SIG, Optional.empty());
    private final KeyRecord ack = key(KeyUse.ENC, Optional.empty());

    @Test
    void readsSigningAndAckKeys() throws Exception {
        KeyRing keys = CloudKeys.read(file(JwkSets.writePublic(KeyRing.of(signing, ack))));

        assertThat(keys.newestLive(KeyUse.SIG, NOW).orElseThrow().id()).isEqualTo(signing.id());
        assertThat(keys.newestLive(KeyUse.ENC, NOW).orElseThrow().id()).isEqualTo(ack.id());
    }

    @Test
    void refusesASetWithoutOneOfTheUses() {
        assertThatThrownBy(() -> CloudKeys.read(file(JwkSets.writePublic(KeyRing.of(signing)))))
                .isInstanceOf(KeyStorageException.class)
                .hasMessageContaining("found no key with use enc");
        assertThatThrownBy(() -> CloudKeys.read(file(JwkSets.writePublic(KeyRing.of(ack)))))
                .hasMessageContaining("found no key with use sig");
    }

    @Test
    void refusesKeysOfAnAgent() {
        KeyRecord agents = key(KeyUse.ENC, Optional.of("hq-1"));

        assertThatThrownBy(() -> CloudKeys.read(file(JwkSets.writePublic(KeyRing.of(signing, agents)))))
                .hasMessageContaining("keys of the agents [hq-1]");
    }

    @Test
    void refusesPrivateKeysAndWhatIsNoSet() {
        assertThatThrownBy(() -> CloudKeys.read(file(JwkSets.writePrivate(signing))))
                .isInstanceOf(KeyStorageException.class);
        assertThatThrownBy(() -> CloudKeys.read(file(new byte[] {'{'}))).isInstanceOf(KeyStorageException.class);
        assertThatThrownBy(() -> CloudKeys.read(directory.resolve("gone.jwks")))
                .hasMessageContaining("a file that cannot be read");
    }

    private Path file(byte[] content) throws Exception {
        return Files.write(directory.resolve("cloud-keys.jwks"), content);
    }

    private static KeyRecord key(KeyUse use, Optional<String> agent) {
        return Keys.generate(use, agent, NOW, NOW.plusSeconds(3600), new SecureRandom());
    }
}
