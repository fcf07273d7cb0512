package dev.writeback.it.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayHealth.State;
import dev.writeback.agent.relay.servicebus.ServiceBusTransport;
import dev.writeback.agent.relay.servicebus.ServiceBusTransportSettings;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.servicebus.EmbeddedServiceBus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A certificate that is not right keeps the transport away, and health says what is wrong with it. */
@Execution(ExecutionMode.CONCURRENT)
class TlsIT {
    private static final String NOWHERE = "Endpoint=sb://localhost:1;SharedAccessKeyName=agent;SharedAccessKey=AA==";

    @TempDir
    private Path directory;

    @Test
    void namesAnUnknownAuthority() throws Exception {
        try (EmbeddedServiceBus bus = EmbeddedServiceBus.start(RelayFixture.settings())) {
            assertDown(bus, bus.connectionString("agent"), Optional.empty(), "signed by no trusted authority");
        }
    }

    @Test
    void namesAnotherHostName() throws Exception {
        try (EmbeddedServiceBus bus =
                EmbeddedServiceBus.start(RelayFixture.settings().withHostName("relay.example.test"))) {
            assertDown(
                    bus,
                    bus.connectionString("agent").replace("relay.example.test", "localhost"),
                    Optional.of(caFile(bus)),
                    "is refused: No subject alternative DNS name matching localhost found");
        }
    }

    @Test
    void refusesACaFileWithoutCertificates() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");

        assertThatThrownBy(() -> transport(NOWHERE, Optional.of(empty)))
                .isInstanceOf(RelayException.class)
                .hasMessageContaining("empty.pem holds no certificate; accepted: X.509 certificates in PEM");
    }

    @Test
    void refusesAMissingCaFile() {
        assertThatThrownBy(() -> transport(NOWHERE, Optional.of(directory.resolve("no.pem"))))
                .isInstanceOf(RelayException.class)
                .hasMessageContaining("no.pem cannot be read");
    }

    private void assertDown(EmbeddedServiceBus bus, String connection, Optional<Path> caFile, String reason)
            throws Exception {
        try (ServiceBusTransport transport = transport(connection, caFile)) {
            transport.start(request -> {});

            await().untilAsserted(() -> {
                assertThat(transport.health().state()).isEqualTo(State.DOWN);
                assertThat(transport.health().detail())
                        .contains("localhost:" + bus.port())
                        .contains(reason);
            });
        }
    }

    private Path caFile(EmbeddedServiceBus bus) throws Exception {
        return Files.writeString(directory.resolve("ca.pem"), bus.caPem());
    }

    private static ServiceBusTransport transport(String connection, Optional<Path> caFile) throws RelayException {
        return ServiceBusTransport.create(
                ServiceBusTransportSettings.of(
                                () -> Secret.takeOwnershipOf(connection.getBytes(StandardCharsets.UTF_8)),
                                RelayFixture.REQUESTS,
                                RelayFixture.REPLIES,
                                caFile,
                                1)
                        .withProbe(Duration.ofMillis(300), Duration.ofSeconds(2)),
                Clock.systemUTC(),
                new SecureRandom());
    }
}
