package dev.writeback.it.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerAddress.Transport;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.directory.ldap.ServiceBind;
import dev.writeback.directory.standard.StandardDirectory;
import dev.writeback.directory.standard.StandardDirectorySettings;
import dev.writeback.it.directory.ListeningServer.Offer;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.tls.ServerCertificate;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that cannot prove over TLS who it is: each adapter refuses it before it even asks for the credential of the
 * service account, the server is told nothing, and the message says what was expected and what was found.
 */
@HeldOn("servers that prove nothing")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UntrustedServerIT {
    private final TestAuthority authority = TestAuthority.create("Trusted CA");
    private final AtomicInteger credentials = new AtomicInteger();
    private Path caFile;

    @BeforeAll
    void writeCertificate(@TempDir Path folder) throws IOException {
        caFile = Files.writeString(folder.resolve("ca.pem"), authority.caPem());
    }

    /** The adapters, opened with a credential that counts how often it is asked for. */
    enum Adapter {
        ACTIVE_DIRECTORY {
            @Override
            Directory open(ServerAddress server, Path caFile, Supplier<Secret> password) {
                return ActiveDirectory.open(new ActiveDirectorySettings(
                        "corp",
                        ServerChoice.of(server),
                        "DC=corp,DC=example,DC=test",
                        Optional.of(caFile),
                        new ServiceBind.WithPassword("CN=svc,DC=corp,DC=example,DC=test", password),
                        PATIENCE,
                        PATIENCE,
                        1,
                        false,
                        Clock.systemUTC()));
            }
        },
        STANDARD {
            @Override
            Directory open(ServerAddress server, Path caFile, Supplier<Secret> password) {
                return StandardDirectory.open(new StandardDirectorySettings(
                        "people",
                        List.of(server),
                        "dc=example,dc=test",
                        Optional.of(caFile),
                        "cn=svc,dc=example,dc=test",
                        password,
                        new StandardDirectorySettings.Policies("uid", Optional.empty(), List.of(), false),
                        PATIENCE,
                        PATIENCE,
                        1,
                        Clock.systemUTC()));
            }
        };

        private static final Duration PATIENCE = Duration.ofSeconds(2);

        abstract Directory open(ServerAddress server, Path caFile, Supplier<Secret> password);
    }

    static Stream<Arguments> roads() {
        return Stream.of(Adapter.values())
                .flatMap(adapter -> Stream.of(Transport.values()).map(transport -> Arguments.of(adapter, transport)));
    }

    @ParameterizedTest
    @MethodSource("roads")
    void refusesACertificateOfAnotherAuthority(Adapter adapter, Transport transport) throws Exception {
        ServerCertificate foreign = TestAuthority.create("Foreign CA").serverCertificate("localhost");

        assertThat(refusal(adapter, transport, foreign))
                .contains("not trusted: found subject 'CN=localhost' issued by 'CN=Foreign CA'")
                .contains("trusted are only the certificates in " + caFile);
    }

    @ParameterizedTest
    @MethodSource("roads")
    void refusesACertificateOfAnotherName(Adapter adapter, Transport transport) throws Exception {
        ServerCertificate other = authority.serverCertificate("elsewhere.example.test");

        assertThat(refusal(adapter, transport, other)).contains("'localhost'").contains("elsewhere.example.test");
    }

    @ParameterizedTest
    @MethodSource("roads")
    void refusesACertificateThatHasExpired(Adapter adapter, Transport transport) throws Exception {
        Instant end = Instant.now().minusSeconds(3600);
        ServerCertificate expired = authority.serverCertificate(end, "localhost");

        assertThat(refusal(adapter, transport, expired))
                .contains("not trusted: found subject 'CN=localhost'")
                .contains(" to " + expired.certificate().getNotAfter().toInstant())
                .contains("so it has expired");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnAnswerInClearTextWhereTlsIsExpected(Adapter adapter) throws Exception {
        for (Offer plain : List.of(Offer.NO_TLS, Offer.START_TLS)) {
            assertThat(refusal(adapter, Transport.LDAPS, plain, authority.serverCertificate("localhost")))
                    .contains("expected TLS, found an answer that is none")
                    .contains("written ldap://");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAServerThatRefusesStartTls(Adapter adapter) throws Exception {
        assertThat(refusal(adapter, Transport.START_TLS, Offer.NO_TLS, authority.serverCertificate("localhost")))
                .contains("expected that the server begins TLS (StartTLS), found that it refuses: not served");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAServerThatTalksTlsWhereStartTlsIsExpected(Adapter adapter) throws Exception {
        assertThat(refusal(adapter, Transport.START_TLS, Offer.TLS_AT_ONCE, authority.serverCertificate("localhost")))
                .contains("expected an answer to StartTLS, found none")
                .contains("written ldaps://");
    }

    private String refusal(Adapter adapter, Transport transport, ServerCertificate certificate) throws Exception {
        return refusal(
                adapter, transport, transport == Transport.LDAPS ? Offer.TLS_AT_ONCE : Offer.START_TLS, certificate);
    }

    /** The reason that the adapter gives, after it was seen that no credential was touched. */
    private String refusal(Adapter adapter, Transport transport, Offer offer, ServerCertificate certificate)
            throws Exception {
        credentials.set(0);
        try (ListeningServer server = new ListeningServer(offer, certificate.sslContext());
                Directory port =
                        adapter.open(new ServerAddress(transport, "localhost", server.port()), caFile, this::counted)) {
            Lookup lookup = port.find(new AccountRef.ByGuid(new UUID(1, 2)));

            assertThat(lookup).isInstanceOf(Lookup.Unavailable.class);
            assertThat(credentials).hasValue(0);
            assertThat(server.heard()).noneMatch(request -> request.contains(" BIND "));
            String cause = ((Lookup.Unavailable) lookup).cause();
            assertThat(port.health().isReachable()).isFalse();
            assertThat(cause).contains("localhost:" + server.port());
            return cause;
        }
    }

    private Secret counted() {
        credentials.incrementAndGet();
        return Secret.takeOwnershipOf(new byte[] {'x'});
    }
}
