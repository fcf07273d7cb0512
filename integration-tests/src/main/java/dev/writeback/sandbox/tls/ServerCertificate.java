package dev.writeback.sandbox.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A server's key with its certificate, in the forms that servers ask for.
 *
 * @param key the private key of {@code certificate}
 * @param certificate the server's own certificate
 * @param issuer the authority's certificate, sent along by the server
 */
public record ServerCertificate(PrivateKey key, X509Certificate certificate, X509Certificate issuer) {
    private static final String ALIAS = "server";

    /** A PKCS#12 store with one entry; the caller chooses the password for store and entry. */
    public KeyStore keyStore(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, password, chain());
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot build a key store", e);
        }
    }

    /** For servers on JSSE. */
    public SSLContext sslContext() {
        char[] password = new char[0];
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(password), password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot build a TLS context", e);
        }
    }

    /** For servers on Netty: TLS 1.2 and 1.3, no client certificate. */
    public SslContext nettyContext() {
        try {
            return SslContextBuilder.forServer(key, chain())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("cannot build a TLS context", e);
        }
    }

    /** The certificate, then its issuer. */
    public String chainPem() {
        return TestAuthority.pem(certificate) + TestAuthority.pem(issuer);
    }

    /** The private key as unencrypted PKCS#8. */
    public String keyPem() {
        return Pem.encode("PRIVATE KEY", key.getEncoded());
    }

    /** The private key with its public one, as RFC 5915 has it: GnuTLS reads no other. */
    public String ecKeyPem() {
        SubjectPublicKeyInfo known =
                SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
        java.security.interfaces.ECPrivateKey secret = (java.security.interfaces.ECPrivateKey) key;
        try {
            return Pem.encode(
                    "EC PRIVATE KEY",
                    new ECPrivateKey(
                                    secret.getParams().getOrder().bitLength(),
                                    secret.getS(),
                                    known.getPublicKeyData(),
                                    known.getAlgorithm().getParameters())
                            .getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("a key that cannot be encoded", e);
        }
    }

    private X509Certificate[] chain() {
        return new X509Certificate[] {certificate, issuer};
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ServerCertificate[" + certificate.getSubjectX500Principal() + "]";
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that cannot be encoded", e);
        }
    }
}
