package dev.writeback.sandbox.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority that lives in memory: a P-256 key and a self-signed certificate, valid for ten days.
 *
 * <p>Thread-safe.
 */
public final class TestAuthority {
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final Duration LIFE = Duration.ofDays(10);

    private final SecureRandom random;
    private final Clock clock;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestAuthority(String commonName, Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
        this.keys = newKeys(random);
        X500Principal name = new X500Principal("CN=" + commonName);
        Instant now = clock.instant();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial(), Date.from(now.minus(BACKDATED)), Date.from(now.plus(LIFE)), name, keys.getPublic());
        this.certificate = sign(
                builder,
                List.of(
                        new Ext(Extension.basicConstraints, new BasicConstraints(0)),
                        new Ext(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))));
    }

    /** A new authority; {@code commonName} is all of its subject. */
    public static TestAuthority create(String commonName, Clock clock, SecureRandom random) {
        return new TestAuthority(commonName, clock, random);
    }

    /** As {@link #create(String, Clock, SecureRandom)} on the system's clock and random source. */
    public static TestAuthority create(String commonName) {
        return create(commonName, Clock.systemUTC(), new SecureRandom());
    }

    /**
     * A server certificate, valid from an hour ago for ten days.
     *
     * @param names DNS names and literal IP addresses; all become subject alternative names, the first the common name
     */
    public ServerCertificate serverCertificate(String... names) {
        return serverCertificate(clock.instant().plus(LIFE).minus(BACKDATED), names);
    }

    /** As {@link #serverCertificate(String...)}, ending at {@code notAfter}, which may lie in the past. */
    public ServerCertificate serverCertificate(Instant notAfter, String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("a server certificate needs at least one name");
        }
        KeyPair serverKeys = newKeys(random);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                certificate,
                serial(),
                Date.from(notAfter.minus(LIFE)),
                Date.from(notAfter),
                new X500Principal("CN=" + names[0]),
                serverKeys.getPublic());
        X509Certificate signed = sign(
                builder,
                List.of(
                        new Ext(Extension.basicConstraints, new BasicConstraints(false)),
                        new Ext(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature)),
                        new Ext(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)),
                        new Ext(Extension.subjectAlternativeName, alternativeNames(names))));
        return new ServerCertificate(serverKeys.getPrivate(), signed, certificate);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The authority's certificate, as a client's {@code caFile} holds it. */
    public String caPem() {
        return pem(certificate);
    }

    /** A store in which this authority is the only trusted certificate. */
    public KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", certificate);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot build a trust store", e);
        }
    }

    /** For clients that trust this authority and no other. */
    public SSLContext clientContext() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot build a TLS context", e);
        }
    }

    static String pem(X509Certificate certificate) {
        return Pem.encode("CERTIFICATE", ServerCertificate.encoded(certificate));
    }

    private record Ext(ASN1ObjectIdentifier id, ASN1Encodable value) {}

    private X509Certificate sign(X509v3CertificateBuilder builder, List<Ext> extensions) {
        try {
            for (Ext extension : extensions) {
                boolean critical = extension.id().equals(Extension.basicConstraints)
                        || extension.id().equals(Extension.keyUsage);
                builder.addExtension(extension.id(), critical, extension.value());
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setSecureRandom(random)
                            .build(keys.getPrivate())));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign a certificate", e);
        }
    }

    private BigInteger serial() {
        return new BigInteger(127, random).setBit(126);
    }

    private static GeneralNames alternativeNames(String[] names) {
        return new GeneralNames(Arrays.stream(names)
                .map(name -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9.]+");
    }

    private static KeyPair newKeys(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no P-256 keys", e);
        }
    }
}
