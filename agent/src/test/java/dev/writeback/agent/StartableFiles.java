package dev.writeback.agent;

import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.agent.keys.Pkcs12Storage;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/** Files with which an agent really starts: the keys are real. */
final class StartableFiles {
    private StartableFiles() {}

    static void layKeys(ConfigFiles files) throws Exception {
        SecureRandom random = new SecureRandom();
        Instant now = Instant.now();
        Files.delete(files.path("agent-keys.p12"));
        AgentKeys.generate(
                new Pkcs12Storage(
                        files.path("agent-keys.p12"),
                        "hq-1",
                        () -> Secret.takeOwnershipOf(ConfigFiles.CANARY.getBytes(StandardCharsets.UTF_8)),
                        random),
                now);
        Files.write(
                files.path("cloud-keys.jwks"),
                JwkSets.writePublic(KeyRing.of(
                        Keys.generate(KeyUse.SIG, Optional.empty(), now, now.plusSeconds(3600), random),
                        Keys.generate(KeyUse.ENC, Optional.empty(), now, now.plusSeconds(3600), random))));
    }
}
