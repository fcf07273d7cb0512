package dev.writeback.agent.configure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerChainTest {
    private static List<X509Certificate> certificates() throws Exception {
        try (InputStream pem = ServerChainTest.class.getResourceAsStream("chain.pem")) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    @Test
    void showsAnAuthorityWhenItsLastCertificateIsOne() throws Exception {
        assertThat(new ServerChain(certificates()).showsAuthority()).isTrue();
    }

    /** Its own certificate is renewed, and would then be believed no more. */
    @Test
    void showsNoneWhenAServerSendsItsOwnCertificateAlone() throws Exception {
        assertThat(new ServerChain(certificates().subList(0, 1)).showsAuthority())
                .isFalse();
    }
}
