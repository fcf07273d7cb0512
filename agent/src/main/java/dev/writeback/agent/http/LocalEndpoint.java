package dev.writeback.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** The client's side of the agent's local endpoint. Blocks, for some seconds at most; for a control a quarter of a minute. */
public final class LocalEndpoint {
    private static final int TIMEOUT_MILLIS = 5000;
    private static final int CONTROL_TIMEOUT_MILLIS = 15_000;
    private static final int LARGEST = 1024 * 1024;
    private static final Set<Integer> OK = Set.of(HttpURLConnection.HTTP_OK);
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";

    private LocalEndpoint() {}

    /**
     * Returns when an agent answers there; no token has to be shown.
     *
     * @throws NoAgentException when something else does
     * @throws IOException when nothing does
     */
    public static void alive(InetSocketAddress address) throws IOException {
        answer(connection(address, "/livez"), TEXT, OK);
    }

    /**
     * The body of {@code /readyz}, whether it is ready or not.
     *
     * @param token that of the controls, where one has to be shown
     * @throws TokenRefusedException when the agent wants a token, or another one
     * @throws NoAgentException when something else answers
     * @throws IOException when nothing does
     */
    public static String readiness(InetSocketAddress address, Optional<String> token) throws IOException {
        return page(
                address, "/readyz", token, JSON, Set.of(HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_UNAVAILABLE));
    }

    /** The document {@code /status.json}; token and failures as for the readiness. */
    public static String status(InetSocketAddress address, Optional<String> token) throws IOException {
        return page(address, "/status.json", token, JSON, OK);
    }

    /** The page {@code /metrics}; token and failures as for the readiness. */
    public static String metrics(InetSocketAddress address, Optional<String> token) throws IOException {
        return page(address, "/metrics", token, TEXT, OK);
    }

    private static String page(
            InetSocketAddress address, String path, Optional<String> token, String type, Set<Integer> accepted)
            throws IOException {
        HttpURLConnection connection = connection(address, path);
        token.ifPresent(shown -> connection.setRequestProperty("Authorization", "Bearer " + shown));
        if (connection.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            throw new TokenRefusedException(
                    token.isEmpty()
                            ? "the agent wants a token that was not shown: http.token of its configuration is not in this one"
                            : "the agent did not accept the token of its state directory");
        }
        return answer(connection, type, accepted);
    }

    /**
     * Has the agent do something; the body is what it says of it. Failures as for the readiness.
     */
    public static String control(InetSocketAddress address, String path, String token) throws IOException {
        HttpURLConnection connection = connection(address, path);
        connection.setRequestMethod("PUT");
        connection.setReadTimeout(CONTROL_TIMEOUT_MILLIS);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        if (connection.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            throw new TokenRefusedException("the agent did not accept the token of its state directory");
        }
        return answer(connection, JSON, OK);
    }

    private static HttpURLConnection connection(InetSocketAddress address, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                new URL("http", host(address), address.getPort(), path).openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    private static String answer(HttpURLConnection connection, String type, Set<Integer> accepted) throws IOException {
        int status = connection.getResponseCode();
        String answered = String.valueOf(connection.getContentType());
        if (!accepted.contains(status) || !answered.startsWith(type)) {
            connection.disconnect();
            throw new NoAgentException(
                    status < 0
                            ? "it does not speak HTTP"
                            : "HTTP " + status + " to " + connection.getURL().getPath());
        }
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return body == null ? "" : new String(body.readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
    }

    /** An agent that listens on any other address than a loopback one listens there as well, without TLS. */
    private static String host(InetSocketAddress listening) {
        InetAddress address =
                listening.getAddress().isLoopbackAddress() ? listening.getAddress() : InetAddress.getLoopbackAddress();
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
