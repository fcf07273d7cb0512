package dev.writeback.agent.relay.servicebus;

import dev.writeback.agent.tls.Handshake;
import dev.writeback.agent.tls.TlsAttempt;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Opens a TLS connection as the client does and says why it fails: the client itself only reports a time-out.
 *
 * <p>Blocks for at most twice the limit.
 */
final class TlsPreflight {
    private final RelayAddress address;
    private final Duration limit;

    TlsPreflight(RelayAddress address, Duration limit) {
        this.address = address;
        this.limit = limit;
    }

    /** @return what is wrong between here and the relay's TLS, or nothing when the handshake succeeds */
    Optional<String> problem() {
        return look().failure().map(this::words);
    }

    /** How far a connection comes; it is closed again. */
    TlsAttempt look() {
        int millis = (int) limit.toMillis();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address.host(), address.port()), millis);
            plain.setSoTimeout(millis);
            return Handshake.over(plain, address.host(), address.port(), RelayTrust.judge());
        } catch (IOException | GeneralSecurityException e) {
            return TlsAttempt.failed(e);
        }
    }

    private String words(Exception error) {
        if (error instanceof UnknownHostException) {
            return "the name " + address.host() + " does not resolve";
        }
        if (error instanceof SocketTimeoutException) {
            return address + " does not answer within " + limit.toSeconds() + " s";
        }
        if (error instanceof ConnectException) {
            return address + " refuses connections";
        }
        if (error instanceof SSLException tls) {
            return reason(tls);
        }
        return error instanceof GeneralSecurityException
                ? "this Java runtime has no usable TLS context"
                : address + " cannot be reached: " + error.getClass().getSimpleName();
    }

    private String reason(SSLException error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof CertPathBuilderException
                || root instanceof CertPathValidatorException
                || root instanceof SignatureException) {
            return "the certificate of " + address + " is signed by no trusted authority;"
                    + " a private one is named in relay.serviceBus.caFile";
        }
        if (root instanceof CertificateException) {
            return "the certificate of " + address + " is refused: " + root.getMessage();
        }
        return "the TLS handshake with " + address + " failed: " + error.getMessage();
    }
}
