package dev.writeback.directory.ldap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Which certificates a server may present. The host name is {@link ServerVerifier}'s matter. */
public final class ServerTrust {
    private final X509ExtendedTrustManager judge;
    private final String trusted;
    private final Consumer<X509Certificate[]> witness;

    private ServerTrust(X509ExtendedTrustManager judge, String trusted, Consumer<X509Certificate[]> witness) {
        this.judge = judge;
        this.trusted = trusted;
        this.witness = witness;
    }

    /**
     * Trusts the certificates in the PEM file and nothing else; without a file, the Java runtime's roots.
     *
     * @throws IllegalArgumentException when the file cannot be read or holds no certificate
     */
    public static ServerTrust of(Optional<Path> caFile) {
        try {
            if (caFile.isEmpty()) {
                return new ServerTrust(managerFor(null), "the Java runtime's roots", chain -> {});
            }
            Path file = caFile.get();
            X509ExtendedTrustManager manager = managerFor(readPem(file));
            return new ServerTrust(manager, "only the certificates in " + file, chain -> {});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime offers no PKIX trust manager", e);
        }
    }

    /** The same trust, which shows each chain that a server presents before it is judged. */
    ServerTrust shownTo(Consumer<X509Certificate[]> other) {
        return new ServerTrust(judge, trusted, other);
    }

    /** What a certificate has to be signed by, in words. */
    String trusted() {
        return trusted;
    }

    /**
     * Sockets that trust no other certificates, wait for the handshake no longer than that, each read, and answer a server
     * that asks for a certificate with these keys.
     */
    SSLSocketFactory socketFactory(Duration readLimit, KeyManager... keys) {
        if (keys.length == 0) {
            SSLSocketFactory sockets = context(keys).getSocketFactory();
            return new TlsSocketFactory(() -> sockets, readLimit);
        }
        // A session that is taken up again would go on with the certificate it began with, not with a newer one.
        return new TlsSocketFactory(() -> context(keys).getSocketFactory(), readLimit);
    }

    private SSLContext context(KeyManager... keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new ExplainingTrustManager(judge, trusted, witness)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime offers no TLS", e);
        }
    }

    private static X509ExtendedTrustManager managerFor(@Nullable KeyStore roots) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(roots);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException(
                "no X.509 trust manager among " + Arrays.toString(factory.getTrustManagers()));
    }

    private static KeyStore readPem(Path file) throws GeneralSecurityException {
        Collection<? extends Certificate> certificates;
        try (InputStream in = Files.newInputStream(file)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the CA file " + file + " cannot be read as certificates in PEM: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("the CA file " + file + " holds no certificate in PEM");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store cannot be made", e);
        }
        int index = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca" + index++, certificate);
        }
        return store;
    }
}
