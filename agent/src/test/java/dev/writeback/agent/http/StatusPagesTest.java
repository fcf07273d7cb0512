package dev.writeback.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page and who may read it, octet by octet: a browser's client would not let us lie about the host. */
class StatusPagesTest {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private LocalHttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static LocalHttpServer start(InetSocketAddress address) throws IOException {
        return LocalHttpServer.start(
                address,
                Protection.NONE,
                type -> "scrape",
                () -> new Readiness(List.of()),
                new Controls("t0ken", Runnable::run, Map.of("/standby/on", () -> "{}")),
                () -> "{\"state\":\"ready\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8, <!doctype html>",
        "/status.css, text/css; charset=utf-8, :root {",
        "/status.js, text/javascript; charset=utf-8, // Shows status.json",
        "/status.json, application/json, '{\"state\":\"ready\"}'"
    })
    void servesThePageAndWhatItIsMadeOf(String path, String type, String begin) throws Exception {
        String answer = get(server, path, "127.0.0.1");

        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("content-type: " + type + "\r\n");
        assertThat(body(answer)).startsWith(begin);
        assertThat(answer)
                .contains("cache-control: no-store\r\n")
                .contains("X-Content-Type-Options: nosniff\r\n")
                .contains("Referrer-Policy: no-referrer\r\n")
                .contains("Cross-Origin-Resource-Policy: same-origin\r\n")
                .doesNotContainIgnoringCase("access-control-");
    }

    @Test
    void thePageMayLoadItsOwnPartsAndNothingElse() throws Exception {
        assertThat(get(server, "/", "127.0.0.1")).contains("content-security-policy: " + POLICY + "\r\n");
        assertThat(get(server, "/status.json", "127.0.0.1"))
                .contains("content-security-policy: default-src 'none'; frame-ancestors 'none'\r\n");
    }

    @Test
    void thePageHasNothingFromElsewhereAndNothingInline() throws Exception {
        String page = body(get(server, "/", "127.0.0.1"));
        String script = body(get(server, "/status.js", "127.0.0.1"));
        String style = body(get(server, "/status.css", "127.0.0.1"));

        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("://");
        assertThat(page).doesNotContain("<style").doesNotContainPattern(" (style|on[a-z]+)=");
        assertThat(page).containsOnlyOnce("<script").contains("<script src=\"status.js\" defer></script>");
        assertThat(style).doesNotContain("url(").doesNotContain("@import");
        assertThat(script)
                .doesNotContain("://")
                .doesNotContain("innerHTML")
                .doesNotContain("outerHTML")
                .doesNotContain("insertAdjacentHTML")
                .doesNotContain("document.write")
                .doesNotContain("eval(");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:9464",
                "localhost",
                "localhost:8080",
                "LOCALHOST",
                "[::1]:9464",
                "127.1.2.3"
            })
    void answersToItsOwnNames(String host) throws Exception {
        assertThat(get(server, "/status.json", host)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.example.test",
                "rebound.example.test:9464",
                "localhost.example.test",
                "127.0.0.1.example.test",
                "10.1.2.3",
                "[2001:db8::7]",
                "[::1",
                "0x7f000001",
                "2130706433",
                "127.0.0.1, rebound.example.test",
                ""
            })
    void answersToNoOtherName(String host) throws Exception {
        for (String path : List.of("/", "/status.json", "/metrics", "/readyz")) {
            assertThat(get(server, path, host)).startsWith("HTTP/1.1 421 Misdirected Request\r\n");
        }
    }

    @Test
    void answersToNobodyWhoNamesTwoHosts() throws Exception {
        assertThat(exchange(server, "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: rebound.example.test\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ");
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static String get(LocalHttpServer from, String path, String host) throws IOException {
        return exchange(from, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    private static String exchange(LocalHttpServer with, String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), with.address().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
