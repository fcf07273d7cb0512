package dev.writeback.sandbox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentKeysTest {
    @TempDir
    Path folder;

    private static KeyRing keysOf(String agent) {
        return dev.writeback.agent.keys.AgentKeys.generate(agent, Instant.now(), new SecureRandom());
    }

    private Path write(byte[] content, int age) throws Exception {
        Path file = Files.write(folder.resolve("agents.jwks"), content);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(age)));
    }

    @Test
    void readsTheFileAgainWhenItChanges() throws Exception {
        // Given
        AgentKeys keys = new AgentKeys(write(JwkSets.writePublic(keysOf("hq-1")), 60));
        assertThat(keys.get().agents()).containsExactly("hq-1");

        // When
        write(JwkSets.writePublic(keysOf("hq-2")), 30);

        // Then
        assertThat(keys.get().agents()).containsExactly("hq-2");
    }

    @Test
    void keepsTheFormerKeysWhileTheFileIsBroken() throws Exception {
        // Given
        AgentKeys keys = new AgentKeys(write(JwkSets.writePublic(keysOf("hq-1")), 60));

        // When
        write("{".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 30);

        // Then
        assertThat(keys.get().agents()).containsExactly("hq-1");

        write(JwkSets.writePublic(keysOf("hq-3")), 10);
        assertThat(keys.get().agents()).containsExactly("hq-3");
    }
}
