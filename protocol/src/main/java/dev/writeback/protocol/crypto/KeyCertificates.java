package dev.writeback.protocol.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Self-signed X.509 certificates, so that a key store can hold a key record: validity is {@code nbf} and {@code exp}, the
 * common name is the agent's id, the key usage is the use. They carry facts, not trust. Stateless and thread-safe.
 */
public final class KeyCertificates {
    // Bit numbers of RFC 5280, section 4.2.1.3.
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_AGREEMENT = 4;

    private static final AlgorithmIdentifier ES256 = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

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
        try {
            TBSCertificate facts = facts(key, agent);
            Signature signature = Signature.getInstance("SHA256withECDSA", key.provider());
            signature.initSign(privateKey);
            signature.update(facts.getEncoded(ASN1Encoding.DER));
            DERSequence certificate =
                    new DERSequence(new ASN1Encodable[] {facts, ES256, new DERBitString(signature.sign())});
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getEncoded(ASN1Encoding.DER)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificate could be made for the key " + key.id(), e);
        }
    }

    /** RFC 5280, section 4.1.2. */
    private static TBSCertificate facts(KeyRecord key, String agent) throws IOException {
        X500Name name = X500Name.getInstance(new X500Principal("CN=" + agent).getEncoded());
        V3TBSCertificateGenerator facts = new V3TBSCertificateGenerator();
        facts.setSerialNumber(new ASN1Integer(new BigInteger(1, key.id().value().getBytes(StandardCharsets.US_ASCII))
                .mod(BigInteger.ONE.shiftLeft(127))));
        facts.setSignature(ES256);
        facts.setIssuer(name);
        facts.setStartDate(new Time(Date.from(key.notBefore())));
        facts.setEndDate(new Time(Date.from(key.expiresAt())));
        facts.setSubject(name);
        facts.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()));
        KeyUsage usage = new KeyUsage(key.use() == KeyUse.SIG ? KeyUsage.digitalSignature : KeyUsage.keyAgreement);
        facts.setExtensions(Extensions.getInstance(new DERSequence(Extension.create(Extension.keyUsage, true, usage))));
        return facts.generateTBSCertificate();
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
