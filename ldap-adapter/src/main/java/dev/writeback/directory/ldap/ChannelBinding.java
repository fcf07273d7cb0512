package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Ties a bind to the certificate of the TLS connection it is made on: {@code tls-server-end-point} of RFC 5929, section 4. */
final class ChannelBinding {
    private static final Pattern SIGNATURE = Pattern.compile("(MD5|SHA-?(1|224|256|384|512))WITH.*");

    private ChannelBinding() {}

    /** The data of the connection; empty without TLS, and for a signature that RFC 5929 gives no hash for. */
    static Optional<byte[]> of(LDAPConnection connection) {
        SSLSession session = connection.getSSLSession();
        if (session == null) {
            return Optional.empty();
        }
        try {
            Certificate first = session.getPeerCertificates()[0];
            return first instanceof X509Certificate certificate ? of(certificate) : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    static Optional<byte[]> of(X509Certificate certificate) {
        Matcher signature = SIGNATURE.matcher(certificate.getSigAlgName().toUpperCase(Locale.ROOT));
        if (!signature.matches()) {
            return Optional.empty();
        }
        String bits = signature.group(2);
        boolean weak = bits == null || bits.equals("1");
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes("tls-server-end-point:".getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(
                    MessageDigest.getInstance(weak ? "SHA-256" : "SHA-" + bits).digest(certificate.getEncoded()));
            return Optional.of(out.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was verified cannot be hashed", e);
        }
    }
}
