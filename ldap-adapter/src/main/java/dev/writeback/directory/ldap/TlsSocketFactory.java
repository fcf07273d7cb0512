package dev.writeback.directory.ldap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes sockets that speak TLS 1.2 or 1.3 only and whose handshake is bounded: the SDK's own connect limit ends with TCP,
 * so a server that accepts and then stands still would hold the caller for ever. {@link ServerVerifier} lifts the limit
 * on single reads after the handshake.
 */
final class TlsSocketFactory extends SSLSocketFactory {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Supplier<SSLSocketFactory> sockets;
    private final int readLimitMillis;

    TlsSocketFactory(Supplier<SSLSocketFactory> sockets, Duration readLimit) {
        this.sockets = sockets;
        this.readLimitMillis = Math.toIntExact(readLimit.toMillis());
    }

    private Socket bounded(Socket socket) throws IOException {
        ((SSLSocket) socket).setEnabledProtocols(PROTOCOLS);
        socket.setSoTimeout(readLimitMillis);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return bounded(sockets.get().createSocket());
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        return bounded(sockets.get().createSocket(plain, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return bounded(sockets.get().createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return bounded(sockets.get().createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return bounded(sockets.get().createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return bounded(sockets.get().createSocket(host, port, local, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.get().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.get().getSupportedCipherSuites();
    }
}
