package dev.writeback.sandbox.desk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.writeback.protocol.enrolment.DeskAnswer;
import dev.writeback.sandbox.tls.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desk on HTTPS: {@code /enroll} and {@code /enroll/confirm} for agents (PWB/1, section 8), {@code /admin/} for whoever
 * holds the administrator's token. On loopback.
 */
final class DeskServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeskServer.class);

    private static final int MAX_BODY = 64 * 1024;
    private static final int THREADS = 4;
    private static final int PER_MINUTE = 60;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "desk");
        thread.setDaemon(true);
        return thread;
    });
    private final Desk desk;
    private final byte[] token;
    private final Clock clock;
    private final Deque<Instant> attempts = new ArrayDeque<>();

    /** What the server offers. */
    interface Desk {
        DeskAnswer enrol(byte[] body);

        DeskAnswer confirm(byte[] body);

        /** @return the body of the answer; empty when there is no such thing to administer */
        Optional<byte[]> administer(String method, String what, byte[] body);
    }

    private DeskServer(HttpsServer server, Desk desk, String token, Clock clock) {
        this.server = server;
        this.desk = desk;
        this.token = ("Bearer " + token).getBytes(StandardCharsets.US_ASCII);
        this.clock = clock;
    }

    /** Listens on a free port. */
    static DeskServer start(ServerCertificate certificate, Desk desk, String token, Clock clock) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.sslContext()));
        DeskServer started = new DeskServer(server, desk, token, clock);
        server.createContext("/enroll", exchange -> started.answer(exchange, started::enrolment));
        server.createContext("/admin/", exchange -> started.answer(exchange, started::administration));
        server.setExecutor(started.threads);
        server.start();
        return started;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, HttpHandler handler) throws IOException {
        try (exchange) {
            handler.handle(exchange);
        } catch (RuntimeException e) {
            log.atError().setMessage("the desk failed").setCause(e).log();
            exchange.sendResponseHeaders(500, -1);
        }
    }

    private void enrolment(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean confirming = path.equals("/enroll/confirm");
        if (!confirming && !path.equals("/enroll")) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            exchange.sendResponseHeaders(405, -1);
            return;
        }
        if (!isWithinLimit()) {
            exchange.sendResponseHeaders(DeskAnswer.Why.TOO_MANY.status(), -1);
            return;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            exchange.sendResponseHeaders(DeskAnswer.Why.TOO_LARGE.status(), -1);
            return;
        }
        send(exchange, confirming ? desk.confirm(body) : desk.enrol(body));
    }

    private static void send(HttpExchange exchange, DeskAnswer answer) throws IOException {
        if (answer instanceof DeskAnswer.Challenged challenged) {
            log.atInfo()
                    .setMessage("an agent enrols; compare the fingerprint with what it shows")
                    .addKeyValue("agent", challenged.agent())
                    .addKeyValue("fingerprint", challenged.fingerprint())
                    .log();
            exchange.getResponseHeaders().set("Content-Type", "application/pwb+jwe+json");
            exchange.sendResponseHeaders(answer.status(), challenged.body().length);
            exchange.getResponseBody().write(challenged.body());
            return;
        }
        if (answer instanceof DeskAnswer.Refused refused) {
            log.atWarn()
                    .setMessage("an enrolment was refused")
                    .addKeyValue("why", refused.why())
                    .addKeyValue("detail", refused.detail().map(Enum::name).orElse("none"))
                    .log();
        }
        exchange.sendResponseHeaders(answer.status(), -1);
    }

    private synchronized boolean isWithinLimit() {
        Instant now = clock.instant();
        while (!attempts.isEmpty() && attempts.peekFirst().isBefore(now.minus(MINUTE))) {
            attempts.removeFirst();
        }
        if (attempts.size() >= PER_MINUTE) {
            return false;
        }
        attempts.addLast(now);
        return true;
    }

    private void administration(HttpExchange exchange) throws IOException {
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] bytes = (shown == null ? "" : shown).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(bytes, token)) {
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
        String what = exchange.getRequestURI().getPath().substring("/admin/".length());
        Optional<byte[]> answer = desk.administer(exchange.getRequestMethod(), what, body);
        if (answer.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.get().length == 0 ? -1 : answer.get().length);
        if (answer.get().length > 0) {
            exchange.getResponseBody().write(answer.get());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
