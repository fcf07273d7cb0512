package dev.writeback.agent.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a hostile client cannot do (threat T25: slow-loris and scans). */
class LocalHttpServerBoundsTest {
    private static final int FEW = 4;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<Socket> sockets = new ArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableFuture<String> later = new CompletableFuture<>();
    private LocalHttpServer server;

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void clientThatSendsNothingIsClosed() throws IOException {
        start(SHORT);

        assertThat(answerTo("")).isEmpty();
    }

    @Test
    void clientThatNeverComesToAnEndIsClosed() throws IOException {
        start(SHORT);
        Socket slow = connect();
        write(slow, "GET /livez HTTP/1.1\r\n");

        // One header at a time: never idle, and yet over when its time is.
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(5))
                .until(() -> {
                    try {
                        write(slow, "X-Slow: 1\r\n");
                        return false;
                    } catch (SocketException e) {
                        return true;
                    }
                });
    }

    @Test
    void clientsThatDoNotReadTheAnswerAreClosed() throws IOException {
        start(SHORT);
        for (int i = 0; i < FEW; i++) {
            write(connect(), "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }

        // They hold every connection until their time is over.
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(answerTo("GET /livez HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 OK"));
    }

    @Test
    void whatTakesTheAgentLongerIsNotTheClientsFault() throws Exception {
        start(SHORT);
        Socket asking = connect();
        write(asking, "PUT /later HTTP/1.1\r\nAuthorization: Bearer token\r\n\r\n");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(answerTo("")).as("one that came after it is closed").isEmpty();

        later.complete("{}");

        assertThat(exchange(asking, "")).startsWith("HTTP/1.1 200 OK").endsWith("{}");
    }

    @Test
    void whoeverOpensManyConnectionsAndAsksNothingKeepsNobodyOut() throws IOException {
        start(LONG);
        for (int i = 0; i < FEW; i++) {
            connect();
        }

        for (int i = 0; i < 2 * FEW; i++) {
            assertThat(answerTo("GET /livez HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
        }
        await().untilAsserted(() -> assertThat(exchange(sockets.get(0), "GET /livez HTTP/1.1\r\n\r\n"))
                .isEmpty());
    }

    @Test
    void eachConnectionCarriesOneRequest() throws IOException {
        start(LONG);

        String answer = answerTo("GET /livez HTTP/1.1\r\n\r\nGET /livez HTTP/1.1\r\n\r\n");

        assertThat(answer).containsOnlyOnce("HTTP/1.1 200 OK").contains("connection: close");
    }

    @Test
    void refusesTooLongLinesAndHeaders() throws IOException {
        start(LONG);

        assertThat(answerTo("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414");
        assertThat(answerTo("GET /livez HTTP/1.1\r\nX: " + "x".repeat(9000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void oneThatSendsHeadersWithoutEndIsRefusedAtOnce() throws IOException {
        start(LONG);
        StringBuilder flood = new StringBuilder("GET /livez HTTP/1.1\r\n");
        for (int i = 0; i < 100_000; i++) {
            flood.append("X").append(i).append(": 1\r\n");
        }

        // The rest of it is not read: the server may answer, or reset the connection before the answer was taken.
        assertThat(answerTo(flood.toString())).matches("(?s)|HTTP/1.1 431.*");
        assertThat(answerTo("GET /livez HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void whatComesAfterTheFirstRequestIsNeverDone() throws IOException {
        start(LONG);

        String answer =
                answerTo("HEAD /livez HTTP/1.1\r\n\r\nPUT /later HTTP/1.1\r\nAuthorization: Bearer token\r\n\r\n"
                        + "GET /metrics HTTP/1.1\r\n\r\n");

        assertThat(answer).containsOnlyOnce("HTTP/1.1").endsWith("\r\n\r\n");
        assertThat(asked.getCount()).as("the control was not run").isEqualTo(1);
    }

    @Test
    void refusesWhatIsNotHttp() throws IOException {
        start(LONG);

        assertThat(answerTo("\u0016\u0003\u0001 hello\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(answerTo("GET /livez HTTP/1.1\r\nBad Header: x\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(answerTo("GET /livez HTTP/1.1\r\nContent-Length: -1\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(answerTo("GET /livez HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    private void start(Duration lifetime) throws IOException {
        Controls controls = new Controls("token", Runnable::run, Map.of()).with("/later", () -> {
            asked.countDown();
            return later;
        });
        Pages pages = new Pages(
                type -> "x".repeat(16 * 1024 * 1024), () -> new Readiness(List.of()), controls, StatusPages.none());
        server = LocalHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Protection.NONE,
                new Access(controls, Optional.empty()),
                pages,
                FEW,
                lifetime);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(server.address());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** All that the server sends until it closes. */
    private String answerTo(String request) throws IOException {
        return exchange(connect(), request);
    }

    private static String exchange(Socket socket, String request) throws IOException {
        try {
            write(socket, request);
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }
}
