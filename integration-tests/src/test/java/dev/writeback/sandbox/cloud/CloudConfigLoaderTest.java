package dev.writeback.sandbox.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.Problem;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudConfigLoaderTest {
    private static final String RIGHT = """
            issuer: https://sspr.example.net
            audience: urn:pwb:6d1b2c:hq
            signingKey: cloud-signing.jwk
            ackKey: cloud-ack.jwk
            agents: agents.jwks
            relay:
              serviceBus: {connectionFile: cloud.connection, requests: requests, replies: replies, caFile: relay-ca.pem}
            """;

    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        for (String name : new String[] {"cloud-signing.jwk", "cloud-ack.jwk", "agents.jwks", "cloud.connection"}) {
            Files.writeString(folder.resolve(name), "x");
        }
        Files.writeString(
                folder.resolve("relay-ca.pem"), TestAuthority.create("Test CA").caPem());
        return Files.writeString(folder.resolve("cloud.yaml"), content);
    }

    private static CloudConfig load(Path file) throws ConfigException {
        return new CloudConfigLoader(name -> null).load(file);
    }

    @Test
    void readsEveryKeyRelativeToTheFile() throws Exception {
        // When
        CloudConfig config = load(file(RIGHT));

        // Then
        assertThat(config.issuer()).isEqualTo("https://sspr.example.net");
        assertThat(config.audience()).isEqualTo("urn:pwb:6d1b2c:hq");
        assertThat(config.signingKey()).isEqualTo(folder.resolve("cloud-signing.jwk"));
        assertThat(config.ackKey()).isEqualTo(folder.resolve("cloud-ack.jwk"));
        assertThat(config.agents()).isEqualTo(folder.resolve("agents.jwks"));
        assertThat(config.relay().requests()).isEqualTo("requests");
        assertThat(config.relay().replies()).isEqualTo("replies");
        assertThat(config.relay().caFile()).contains(folder.resolve("relay-ca.pem"));
    }

    @Test
    void reportsAllProblemsAtOnceWithTheirFullKeys() throws Exception {
        // Given
        Path file = file("""
                issuer: http://sspr.example.net
                audience: hq
                signingKey: missing.jwk
                ackkey: cloud-ack.jwk
                agents: agents.jwks
                relay:
                  serviceBus: {connectionFile: cloud.connection, requests: same, replies: same, caFile: agents.jwks}
                """);

        // When
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(file));

        // Then
        assertThat(refused.problems())
                .extracting(Problem::key)
                .contains(
                        "issuer",
                        "audience",
                        "signingKey",
                        "ackKey",
                        "ackkey",
                        "relay.serviceBus.replies",
                        "relay.serviceBus.caFile");
    }
}
