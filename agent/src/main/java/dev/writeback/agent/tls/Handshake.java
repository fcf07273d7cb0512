package dev.writeback.agent.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** One handshake as a client makes it, with the check of the host's name (RFC 2818). */
public final class Handshake {
    private Handshake() {}

    /**
     * Shakes hands and closes the socket.
     *
     * @param plain connected to the server, or by a tunnel; its time limit on reads holds
     */
    public static TlsAttempt over(Socket plain, String host, int port, X509ExtendedTrustManager judge) {
        List<X509Certificate> chain = new CopyOnWriteArrayList<>();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new WitnessedTrust(judge, chain::addAll)}, null);
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(parameters);
                tls.startHandshake();
                return new TlsAttempt(Optional.of(tls.getSession().getProtocol()), chain, Optional.empty());
            }
        } catch (IOException | GeneralSecurityException e) {
            return new TlsAttempt(Optional.empty(), chain, Optional.of(e));
        }
    }
}
