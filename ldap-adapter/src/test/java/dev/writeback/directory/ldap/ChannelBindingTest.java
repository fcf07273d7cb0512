package dev.writeback.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.util.ssl.cert.PublicKeyAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.X509Certificate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChannelBindingTest {
    private static final String PREFIX = "tls-server-end-point:";

    /** RFC 5929, section 4.1: the hash of the signature, but SHA-256 in place of MD5 and SHA-1. */
    @ParameterizedTest
    @CsvSource({
        "SHA_1_WITH_RSA, SHA-256",
        "SHA_256_WITH_RSA, SHA-256",
        "SHA_384_WITH_RSA, SHA-384",
        "SHA_512_WITH_RSA, SHA-512"
    })
    void hashesTheCertificateAsItsSignatureDoes(SignatureAlgorithmIdentifier signature, String hash) throws Exception {
        long now = System.currentTimeMillis();
        java.security.cert.X509Certificate certificate =
                (java.security.cert.X509Certificate) X509Certificate.generateSelfSignedCertificate(
                                signature, PublicKeyAlgorithmIdentifier.RSA, 2048, new DN("CN=dc1"), now, now + 60_000)
                        .getFirst()
                        .toCertificate();

        byte[] data = ChannelBinding.of(certificate).orElseThrow();

        assertThat(new String(data, 0, PREFIX.length(), StandardCharsets.US_ASCII))
                .isEqualTo(PREFIX);
        assertThat(Arrays.copyOfRange(data, PREFIX.length(), data.length))
                .isEqualTo(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
    }
}
