package dev.writeback.agent.relay.servicebus;

import dev.writeback.agent.relay.RelayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The process-wide trust for relays with a private CA.
 *
 * <p>The Azure client asks {@link SSLContext#getDefault()} for each connection and offers no other way. So the default
 * context of the process is replaced by one that trusts the system's roots and every CA file given so far. Whatever else
 * in the process uses the default context then trusts those too: nothing else may, and the directory's connections have
 * contexts of their own. This is the only place that sets the default context. Thread-safe.
 */
public final class RelayTrust {
    private static final Set<X509Certificate> PRIVATE_ROOTS = new LinkedHashSet<>();

    private RelayTrust() {}

    /**
     * Adds the certificates of a PEM file to what relays are trusted by; must come before the client's first connection.
     *
     * @throws RelayException when the file cannot be read or holds no certificate
     */
    public static synchronized void add(Path caFile) throws RelayException {
        if (PRIVATE_ROOTS.addAll(read(caFile))) {
            install();
        }
    }

    private static Set<X509Certificate> read(Path caFile) throws RelayException {
        try (InputStream in = Files.newInputStream(caFile)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            Set<X509Certificate> roots = new LinkedHashSet<>();
            found.forEach(each -> roots.add((X509Certificate) each));
            if (roots.isEmpty()) {
                throw new RelayException(
                        "the relay's CA file " + caFile + " holds no certificate; accepted: X.509 certificates in PEM");
            }
            return roots;
        } catch (IOException e) {
            throw new RelayException("the relay's CA file " + caFile + " cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new RelayException(
                    "the relay's CA file " + caFile + " is malformed; accepted: X.509 certificates in PEM", e);
        }
    }

    private static void install() throws RelayException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {judge()}, null);
            SSLContext.setDefault(context);
        } catch (IOException | GeneralSecurityException e) {
            throw new RelayException("the TLS trust of the process cannot be built", e);
        }
    }

    /** The trust of the process's default context, of which nothing can be learned. */
    static synchronized X509ExtendedTrustManager judge() throws IOException, GeneralSecurityException {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        int number = 0;
        for (X509Certificate root : systemRoots()) {
            roots.setCertificateEntry("system-" + number++, root);
        }
        for (X509Certificate root : PRIVATE_ROOTS) {
            roots.setCertificateEntry("private-" + number++, root);
        }
        TrustManagerFactory trust = factory();
        trust.init(roots);
        for (TrustManager manager : trust.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this Java runtime has no X.509 trust manager");
    }

    private static Set<X509Certificate> systemRoots() throws GeneralSecurityException {
        TrustManagerFactory system = factory();
        system.init((KeyStore) null);
        Set<X509Certificate> roots = new LinkedHashSet<>();
        for (TrustManager manager : system.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                roots.addAll(Arrays.asList(x509.getAcceptedIssuers()));
            }
        }
        return roots;
    }

    private static TrustManagerFactory factory() throws GeneralSecurityException {
        return TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    }
}
