package dev.writeback.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Security;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    @Test
    void curvesComeWithoutTheRestOfBouncyCastle() {
        assertThat(Providers.CURVES.getService("KeyAgreement", "ECDH")).isNotNull();
        assertThat(Providers.CURVES.getService("Signature", "SHA256withECDSA")).isNotNull();
        assertThat(Providers.CURVES.getService("MessageDigest", "SHA-256")).isNull();
        assertThat(Providers.CURVES.getService("Cipher", "AES")).isNull();
    }

    @Test
    void nobodyElseGetsThem() {
        assertThat(Security.getProviders()).doesNotContain(Providers.CURVES);
    }
}
