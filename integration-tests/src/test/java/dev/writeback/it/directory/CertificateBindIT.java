package dev.writeback.it.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.InMemorySASLBindHandler;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.ldap.ConnectionSettings;
import dev.writeback.directory.ldap.Greeting;
import dev.writeback.directory.ldap.LdapServers;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerAddress.Transport;
import dev.writeback.directory.ldap.ServerTrust;
import dev.writeback.directory.ldap.ServerUnavailableException;
import dev.writeback.directory.ldap.ServiceAccount;
import dev.writeback.directory.ldap.ServiceBind;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.tls.ServerCertificate;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A bind by client certificate, against the SDK's in-memory server with certificates demanded: Samba AD maps none to
 * accounts, so no domain controller is asked here. What Active Directory does on its TLS port, binding by the handshake
 * alone, is therefore not shown.
 */
final class CertificateBindIT {
    private static final String PIN = "client-pin";

    @TempDir
    Path folder;

    private final TestAuthority servers = TestAuthority.create("servers");
    private final TestAuthority clients = TestAuthority.create("clients");
    private final List<String> presented = new CopyOnWriteArrayList<>();
    private final List<String> external = new CopyOnWriteArrayList<>();
    private volatile ResultCode answer = ResultCode.SUCCESS;
    private InMemoryDirectoryServer server;

    @BeforeEach
    void start() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("DC=corp,DC=example,DC=test");
        config.setSchema(null);
        SSLContext tls = tls();
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPSConfig(
                        "ldaps", InetAddress.getByName("127.0.0.1"), 0, tls.getServerSocketFactory(), null, true, true),
                InMemoryListenerConfig.createLDAPConfig(
                        "ldap", InetAddress.getByName("127.0.0.1"), 0, tls.getSocketFactory(), true, true));
        config.addSASLBindHandler(new ExternalHandler());
        server = new InMemoryDirectoryServer(config);
        server.startListening();
    }

    @AfterEach
    void stop() {
        server.shutDown(true);
    }

    private SSLContext tls() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(servers.serverCertificate("localhost").keyStore(new char[0]), new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new ClientsOnly()}, null);
        return context;
    }

    private final class ClientsOnly implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            try {
                chain[0].verify(clients.certificate().getPublicKey());
                presented.add(chain[0].getSubjectX500Principal().getName());
            } catch (GeneralSecurityException e) {
                throw new CertificateException("of another authority", e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {clients.certificate()};
        }
    }

    private final class ExternalHandler extends InMemorySASLBindHandler {
        @Override
        public String getSASLMechanismName() {
            return "EXTERNAL";
        }

        @Override
        public BindResult processSASLBind(
                InMemoryRequestHandler handler,
                int messageId,
                DN bindDn,
                ASN1OctetString credentials,
                List<Control> controls) {
            external.add(credentials == null ? "" : credentials.stringValue());
            return new BindResult(messageId, answer, null, null, null, null);
        }
    }

    private Path store(TestAuthority authority, String name) throws Exception {
        Path file = folder.resolve("client.p12");
        ServerCertificate certificate = authority.serverCertificate(name);
        KeyStore store = certificate.keyStore(PIN.toCharArray());
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PIN.toCharArray());
        }
        return file;
    }

    private LdapServers<String> servers(Transport transport, Path store, String pin) throws Exception {
        Path caFile = Files.writeString(folder.resolve("ca.pem"), servers.caPem());
        int port = server.getListenPort(transport == Transport.LDAPS ? "ldaps" : "ldap");
        Greeting<String> greeting = connection -> String.valueOf(connection.getRootDSE());
        return new LdapServers<>(
                List.of(new ServerAddress(transport, "localhost", port)),
                ServerTrust.of(Optional.of(caFile)),
                ServiceAccount.of(
                        new ServiceBind.WithCertificate(
                                store, () -> Secret.takeOwnershipOf(pin.getBytes(StandardCharsets.UTF_8))),
                        Clock.systemUTC()),
                new ConnectionSettings(Duration.ofSeconds(5), Duration.ofSeconds(5), 2),
                greeting,
                Clock.systemUTC());
    }

    private static String asked(LdapServers<String> servers) throws Exception {
        return servers.askFirst(server -> server.exchange((lease, facts) -> facts));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void bindsByTheCertificateOfTheHandshake(Transport transport) throws Exception {
        try (LdapServers<String> pool = servers(transport, store(clients, "svc"), PIN)) {
            assertThat(asked(pool)).isNotEmpty();
        }
        assertThat(presented).contains("CN=svc");
        assertThat(external).containsExactly("");
    }

    @Test
    void takesANewCertificateWithoutARestart() throws Exception {
        Path store = store(clients, "old");
        try (LdapServers<String> pool = servers(Transport.LDAPS, store, PIN)) {
            assertThat(asked(pool)).isNotEmpty();
            assertThat(store(clients, "new")).isEqualTo(store);
            server.closeAllConnections(false);
            pool.probe();

            assertThat(asked(pool)).isNotEmpty();
        }
        assertThat(presented).startsWith("CN=old").endsWith("CN=new");
    }

    @Test
    void saysThatTheDirectoryMapsTheCertificateToNoAccount() throws Exception {
        answer = ResultCode.INVALID_CREDENTIALS;
        try (LdapServers<String> pool = servers(Transport.LDAPS, store(clients, "svc"), PIN)) {
            for (int i = 0; i < 5; i++) {
                pool.probe();
            }
            assertThat(pool.health().get(0).detail()).contains("maps the certificate to no account");
        }
        assertThat(external).hasSize(1);
    }

    @Test
    void isUnavailableWithACertificateOfAnotherAuthority() throws Exception {
        try (LdapServers<String> pool = servers(Transport.LDAPS, store(TestAuthority.create("others"), "svc"), PIN)) {
            assertThatThrownBy(() -> asked(pool)).isInstanceOf(ServerUnavailableException.class);
        }
        assertThat(external).isEmpty();
    }

    @Test
    void refusesAStoreThatItsPasswordDoesNotOpen() throws Exception {
        Path store = store(clients, "svc");

        assertThatThrownBy(() -> servers(Transport.LDAPS, store, "another-pin"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("client.p12")
                .hasMessageNotContaining("another-pin");
    }
}
