package dev.writeback.protocol.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Self-signed X.509 certificates, so that a key store can hold a key record: validity is {@code nbf} and {@code exp}, the
 * common name is the agent's id, the key usage is the use. They carry facts, not trust. Stateless and thread-safe.
 */
public final class KeyCertificates {
    // Bit numbers of RFC 5280, section 4.2.1.3.
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_AGREEMENT = 4;

    private KeyCertificates() {}

    /**
     * A certificate for this record, signed by its own private key.
     *
     * @throws IllegalArgumentException when the record has no private key or no agent
     */
    public static X509Certificate selfSigned(KeyRecord key) {
        PrivateKey privateKey = key.privateKey()
                .orElseThrow(() -> new IllegalArgumentException("the key " + key.id() + " has no private half here"));
        String agent = key.agent()
                .orElseThrow(
                        () -> new IllegalArgumentException("the key " + key.id() + " has no agent to be named for"));
        X500Principal name = name(agent);
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(1, key.id().value().getBytes(StandardCharsets.US_ASCII))
                            .mod(BigInteger.ONE.shiftLeft(127)),
                    Date.from(key.notBefore()),
                    Date.from(key.expiresAt()),
                    name,
                    key.publicKey());
            int usage = key.use() == KeyUse.SIG ? KeyUsage.digitalSignature : KeyUsage.keyAgreement;
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            JcaContentSignerBuilder signer = new JcaContentSignerBuilder("SHA256withECDSA").setProvider(key.provider());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer.build(privateKey)));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("no certificate could be made for the key " + key.id(), e);
        }
    }

    private static X500Principal name(String agent) {
        return new X500Principal("CN=" + agent);
    }

    /**
     * The record that such a certificate stands for.
     *
     * @throws IllegalArgumentException when it is not a certificate of {@link #selfSigned}'s shape
     */
    public static KeyRecord toRecord(X509Certificate certificate, PrivateKey privateKey) {
        return KeyRecord.of(
                publicKey(certificate),
                privateKey,
                use(certificate),
                Optional.of(agent(certificate)),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /** As the other one, for a private key that does not leave its token. */
    public static KeyRecord toRecord(X509Certificate certificate, PrivateKey privateKey, Provider token) {
        return KeyRecord.inToken(
                publicKey(certificate),
                privateKey,
                token,
                use(certificate),
                Optional.of(agent(certificate)),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    private static ECPublicKey publicKey(X509Certificate certificate) {
        if (!(certificate.getPublicKey() instanceof ECPublicKey publicKey)) {
            throw new IllegalArgumentException("a key of suite S1 is on P-256");
        }
        return publicKey;
    }

    private static KeyUse use(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        boolean signs = usage != null && usage[DIGITAL_SIGNATURE];
        boolean agrees = usage != null && usage[KEY_AGREEMENT];
        if (signs == agrees) {
            throw new IllegalArgumentException(
                    "the certificate's key usage is not exactly one of digitalSignature and keyAgreement");
        }
        return signs ? KeyUse.SIG : KeyUse.ENC;
    }

    private static String agent(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        if (!name.startsWith("CN=") || name.contains(",")) {
            throw new IllegalArgumentException("the certificate's subject is not CN= and an agent's id");
        }
        return name.substring("CN=".length());
    }
}
