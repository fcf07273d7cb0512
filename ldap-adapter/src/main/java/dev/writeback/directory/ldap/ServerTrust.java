package dev.writeback.directory.ldap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Which certificates a server may present. The host name is {@link ServerVerifier}'s matter. */
public final class ServerTrust {
    private final X509ExtendedTrustManager trustManager;

    private ServerTrust(X509ExtendedTrustManager trustManager) {
        this.trustManager = trustManager;
    }

    /**
     * Trusts the certificates in the PEM file and nothing else; without a file, the Java runtime's roots.
     *
     * @throws IllegalArgumentException when the file cannot be read or holds no certificate
     */
    public static ServerTrust of(Optional<Path> caFile) {
        try {
            if (caFile.isEmpty()) {
                return new ServerTrust(new ExplainingTrustManager(managerFor(null), "the Java runtime's roots"));
            }
            Path file = caFile.get();
            X509ExtendedTrustManager manager = managerFor(readPem(file));
            return new ServerTrust(new ExplainingTrustManager(manager, "only the certificates in " + file));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime offers no PKIX trust manager", e);
        }
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
            context.init(keys, new TrustManager[] {trustManager}, null);
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
