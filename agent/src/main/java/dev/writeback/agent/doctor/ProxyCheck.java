package dev.writeback.agent.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Whether an HTTP proxy lets a connection through (CONNECT: RFC 9110, section 9.3.6).
 *
 * @param proxy its name is looked up here
 */
record ProxyCheck(InetSocketAddress proxy) {
    private static final String NAME = "proxy";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 8192;

    /** The proxy has answered, and not with a tunnel. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String status) {
            super(status);
        }
    }

    Check of(String host, int port) {
        String place = proxy.getHostString() + ":" + proxy.getPort();
        try (Socket tunnel = tunnel(host, port)) {
            return Check.ok(NAME, place + " lets through to " + host + ":" + port);
        } catch (RefusedException e) {
            return Check.failure(
                    NAME,
                    place + " does not let through to " + host + ":" + port + ": it answers '" + e.getMessage() + "'",
                    "let the proxy allow CONNECT to " + host + ":" + port + " from this host, without a password");
        } catch (UnknownHostException e) {
            return Check.failure(
                    NAME, "the name of the proxy " + proxy.getHostString() + " has no address", "correct cloud.proxy");
        } catch (SocketTimeoutException e) {
            return Check.failure(
                    NAME,
                    "the proxy " + place + " does not answer within " + LIMIT.toSeconds() + " s",
                    "start the proxy, open the way to it, or correct cloud.proxy");
        } catch (IOException e) {
            return Check.failure(
                    NAME,
                    "the proxy " + place + " cannot be reached: " + e.getMessage(),
                    "start the proxy, open the way to it, or correct cloud.proxy");
        }
    }

    /** A connection that the proxy has opened; the caller closes it. */
    Socket tunnel(String host, int port) throws IOException {
        Socket socket = connected(new InetSocketAddress(proxy.getHostString(), proxy.getPort()));
        try {
            String target = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
            socket.getOutputStream()
                    .write(("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String status = head(socket.getInputStream()).lines().findFirst().orElse("");
            if (!status.matches("HTTP/1\\.[01] 2[0-9]{2}( .*)?")) {
                throw new RefusedException(status.isEmpty() ? "nothing" : status);
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Connected within the limit, which holds for each read too. */
    static Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, Math.toIntExact(LIMIT.toMillis()));
            socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Up to the empty line and not a byte further: what comes then is TLS. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int next = in.read();
        while (next >= 0 && head.length() < LONGEST_ANSWER) {
            head.append((char) next);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
            next = in.read();
        }
        return head.toString();
    }
}
