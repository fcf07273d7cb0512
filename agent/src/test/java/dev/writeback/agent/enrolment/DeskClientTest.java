package dev.writeback.agent.enrolment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server in clear text, which a configuration cannot name. */
class DeskClientTest {
    private static final byte[] BODY = "hello".getBytes(US_ASCII);

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private DeskClient client(Duration limit) throws DeskUnreachableException {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new DeskClient(new DeskAddress(url, Optional.empty(), Optional.empty()), limit);
    }

    @Test
    void handsOverWhatTheDeskSays() throws Exception {
        server.createContext("/enroll", exchange -> {
            exchange.sendResponseHeaders(200, BODY.length);
            exchange.getResponseBody().write(BODY);
            exchange.close();
        });

        DeskClient.Answer answer = client(Duration.ofSeconds(30)).post("/enroll", BODY);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(BODY);
    }

    @Test
    void doesNotWaitLongerForAnAnswerWhoseHeadHasCome() {
        server.createContext("/enroll", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write(BODY);
            body.flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> client(Duration.ofMillis(500)).post("/enroll", BODY))
                .isInstanceOf(DeskUnreachableException.class)
                .hasMessageContaining("no answer within");
    }

    @Test
    void takesNothingOfAnAnswerThatIsTooLong() throws Exception {
        server.createContext("/enroll", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[64 * 1024 + 1]);
            exchange.close();
        });

        assertThat(client(Duration.ofSeconds(30)).post("/enroll", BODY).body()).isEmpty();
    }
}
