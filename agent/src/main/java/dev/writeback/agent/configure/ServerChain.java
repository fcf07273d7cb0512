package dev.writeback.agent.configure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificates that a server shows, for a person to compare. Nothing is sent to it but the handshake, and nothing is
 * trusted by this.
 *
 * @param certificates as shown, the server's own first
 */
record ServerChain(List<X509Certificate> certificates) {
    private static final int LIMIT_MILLIS = 10_000;

    /** Shakes hands and hangs up. */
    static ServerChain shownBy(String host, int port) throws IOException {
        Witness witness = new Witness();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
            plain.setSoTimeout(LIMIT_MILLIS);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {witness}, null);
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                tls.startHandshake();
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        } catch (IOException e) {
            if (witness.seen.isEmpty()) {
                throw e;
            }
        }
        return new ServerChain(List.copyOf(witness.seen));
    }

    /** The one nearest to the root: whoever issued the others. */
    X509Certificate top() {
        return certificates.get(certificates.size() - 1);
    }

    /** Whether that one may issue others, or rests on nobody but itself. */
    boolean showsAuthority() {
        return top().getBasicConstraints() >= 0
                || top().getIssuerX500Principal().equals(top().getSubjectX500Principal());
    }

    /** SHA-256 of its DER form, as other tools show it. */
    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String pem(X509Certificate certificate) {
        try {
            String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just read", e);
        }
    }

    /** Sees and lets pass: no credential goes through this connection. */
    private static final class Witness extends X509ExtendedTrustManager {
        private final List<X509Certificate> seen = new ArrayList<>();

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            seen.addAll(List.of(chain));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            seen.addAll(List.of(chain));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            seen.addAll(List.of(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
