package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.SSLSocketVerifier;
import java.net.SocketException;
import java.util.Set;
import javax.net.ssl.SSLSocket;

/**
 * Checks each TLS connection before anything is sent on it: the name in the certificate and the protocol version. The
 * SDK checks no host name unless told so.
 */
final class ServerVerifier extends SSLSocketVerifier {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final SSLSocketVerifier hostName = new HostNameSSLSocketVerifier(false);

    @Override
    public void verifySSLSocket(String host, int port, SSLSocket socket) throws LDAPException {
        // Waits for the handshake. Never startHandshake() here: on TLS 1.3 a second one is a key update.
        hostName.verifySSLSocket(host, port, socket);
        String protocol = socket.getSession().getProtocol();
        if (!PROTOCOLS.contains(protocol)) {
            throw new LDAPException(
                    ResultCode.CONNECT_ERROR,
                    "the server " + host + ":" + port + " speaks " + protocol + "; accepted are TLS 1.2 and 1.3");
        }
        try {
            socket.setSoTimeout(0);
        } catch (SocketException e) {
            throw new LDAPException(
                    ResultCode.CONNECT_ERROR, "the connection to " + host + ":" + port + " was closed", e);
        }
    }
}
