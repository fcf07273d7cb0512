package dev.writeback.sandbox.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class TestAuthorityTest {
    private final TestAuthority authority = TestAuthority.create("Test CA");

    @Test
    void clientWithTheAuthorityAcceptsItsServerByNameAndByAddress() throws Exception {
        ServerCertificate server = authority.serverCertificate("localhost", "127.0.0.1");

        assertThat(handshake(server, authority, "localhost")).startsWith("TLSv1.");
        assertThat(handshake(server, authority, "127.0.0.1")).startsWith("TLSv1.");
    }

    @Test
    void clientOfAnotherAuthorityRefuses() {
        ServerCertificate server = authority.serverCertificate("localhost");

        assertThatThrownBy(() -> handshake(server, TestAuthority.create("Test CA"), "localhost"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("path");
    }

    @Test
    void clientRefusesAnotherHostName() {
        ServerCertificate server = authority.serverCertificate("elsewhere.example.test");

        assertThatThrownBy(() -> handshake(server, authority, "localhost"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("localhost");
    }

    @Test
    void clientRefusesAnExpiredCertificate() {
        ServerCertificate server = authority.serverCertificate(Instant.now().minusSeconds(5), "localhost");

        assertThatThrownBy(() -> handshake(server, authority, "localhost")).isInstanceOf(SSLException.class);
    }

    @Test
    void aServerNeedsAName() {
        assertThatThrownBy(authority::serverCertificate).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsNoKey() {
        ServerCertificate server = authority.serverCertificate("localhost");

        assertThat(server.toString()).isEqualTo("ServerCertificate[CN=localhost]");
        assertThat(server.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(server.chainPem()).endsWith(authority.caPem());
    }

    private static String handshake(ServerCertificate server, TestAuthority trusted, String host) throws IOException {
        try (SSLServerSocket listener = (SSLServerSocket) server.sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Void> accepted = CompletableFuture.runAsync(() -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    socket.startHandshake();
                } catch (IOException refusedByTheClient) {
                    // The client's side of the handshake is what the test looks at.
                }
            });
            try (SSLSocket socket = (SSLSocket)
                    trusted.clientContext().getSocketFactory().createSocket(host, listener.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return socket.getSession().getProtocol();
            } finally {
                accepted.join();
            }
        }
    }
}
