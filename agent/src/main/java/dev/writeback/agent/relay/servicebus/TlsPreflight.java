package dev.writeback.agent.relay.servicebus;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

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
        int millis = (int) limit.toMillis();
        InetSocketAddress target = new InetSocketAddress(address.host(), address.port());
        if (target.isUnresolved()) {
            return Optional.of("the name " + address.host() + " does not resolve");
        }
        try (Socket plain = new Socket()) {
            plain.connect(target, millis);
            plain.setSoTimeout(millis);
            return handshake(plain);
        } catch (SocketTimeoutException e) {
            return Optional.of(address + " does not answer within " + limit.toSeconds() + " s");
        } catch (ConnectException e) {
            return Optional.of(address + " refuses connections");
        } catch (IOException e) {
            return Optional.of(address + " cannot be reached: " + e.getClass().getSimpleName());
        } catch (GeneralSecurityException e) {
            return Optional.of("this Java runtime has no usable TLS context");
        }
    }

    private Optional<String> handshake(Socket plain) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getDefault();
        try (SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(plain, address.host(), address.port(), true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return Optional.empty();
        } catch (SSLException e) {
            return Optional.of(reason(e));
        }
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
