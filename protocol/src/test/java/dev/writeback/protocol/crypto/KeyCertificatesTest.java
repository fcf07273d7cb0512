package dev.writeback.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @EnumSource(KeyUse.class)
    void recordComesBackFromTheEncodingsThatAKeyStoreKeeps(KeyUse use) throws Exception {
        KeyRecord key = key(use, Optional.of("hq-1"));
        byte[] certificate = KeyCertificates.selfSigned(key).getEncoded();
        byte[] privateKey = key.privateKey().orElseThrow().getEncoded();

        // Read by the JDK's own factories, as its PKCS#12 store does.
        KeyRecord read = KeyCertificates.toRecord(certificate(certificate), jdkKey(privateKey));

        certificate(certificate).verify(certificate(certificate).getPublicKey(), "SunEC");
        assertThat(read).hasToString(key.toString());
        assertThat(read.privateKey().orElseThrow().getEncoded()).isEqualTo(privateKey);
    }

    @ParameterizedTest
    @EnumSource(KeyUse.class)
    void keyOfNoAgentGetsNoCertificate(KeyUse use) {
        assertThatThrownBy(() -> KeyCertificates.selfSigned(key(use, Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        KeyCertificates.selfSigned(key(use, Optional.of("hq-1")).toPublic()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static X509Certificate certificate(byte[] encoding) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509", "SUN").generateCertificate(new ByteArrayInputStream(encoding));
    }

    private static PrivateKey jdkKey(byte[] pkcs8) throws Exception {
        return KeyFactory.getInstance("EC", "SunEC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static KeyRecord key(KeyUse use, Optional<String> agent) {
        return Keys.generate(use, agent, NOW, NOW.plusSeconds(86_400), new SecureRandom());
    }
}
