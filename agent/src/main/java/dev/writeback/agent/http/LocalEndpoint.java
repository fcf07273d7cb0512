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

/** The client's side of the agent's local endpoint. Blocks, for some seconds at most; for a control a quarter of a minute. */
public final class LocalEndpoint {
    private static final int TIMEOUT_MILLIS = 5000;
    private static final int CONTROL_TIMEOUT_MILLIS = 15_000;
    private static final int LARGEST = 1024 * 1024;

    private LocalEndpoint() {}

    /** The body of {@code /readyz}, whether it is ready or not. */
    public static String readiness(InetSocketAddress address) throws IOException {
        return answer(connection(address, "/readyz"));
    }

    /** The page {@code /metrics}. */
    public static String metrics(InetSocketAddress address) throws IOException {
        return answer(connection(address, "/metrics"));
    }

    /**
     * Has the agent do something; the body is what it says of it.
     *
     * @throws IOException also when the agent does not know the token
     */
    public static String control(InetSocketAddress address, String path, String token) throws IOException {
        HttpURLConnection connection = connection(address, path);
        connection.setRequestMethod("PUT");
        connection.setReadTimeout(CONTROL_TIMEOUT_MILLIS);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        if (connection.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            throw new IOException("the agent did not accept the token of its state directory");
        }
        return answer(connection);
    }

    private static HttpURLConnection connection(InetSocketAddress address, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                new URL("http", host(address), address.getPort(), path).openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    private static String answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return body == null ? "" : new String(body.readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
    }

    /** An agent that listens on all addresses is asked on the loopback one. */
    private static String host(InetSocketAddress listening) {
        InetAddress address =
                listening.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening.getAddress();
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
