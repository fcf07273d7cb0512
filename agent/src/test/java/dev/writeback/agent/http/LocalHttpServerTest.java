package dev.writeback.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalHttpServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Readiness readiness = new Readiness(List.of());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Controls controls = new Controls(
            "t0ken",
            Runnable::run,
            Map.of("/standby/on", () -> done("on"), "/standby/off", () -> done("off"), "/broken", () -> {
                throw new IllegalStateException("inner detail");
            }));
    private LocalHttpServer server;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        server = LocalHttpServer.start(
                ANY_PORT, Protection.NONE, type -> "requests_total 1\n", () -> readiness, controls);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void servesTheScrape() throws Exception {
        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("requests_total 1\n");
        assertThat(response.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
    }

    /** What is called there proves that the thread serves; one failure must not end it. */
    @Test
    void repeatsWorkOnItsOwnThreadWhateverTheWorkThrows() {
        List<String> threads = new CopyOnWriteArrayList<>();

        server.every(Duration.ofMillis(5), () -> {
            threads.add(Thread.currentThread().getName());
            throw new IllegalStateException("from a test");
        });

        await().untilAsserted(() -> assertThat(threads).hasSizeGreaterThan(2));
        assertThat(threads).allMatch(name -> name.startsWith("local-http"));
    }

    @Test
    void saysThatSomebodyElseHasItsPortAndListensOnceItIsFree() throws Exception {
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), other.getLocalPort());
        try (other;
                LocalHttpServer late = unheard(there)) {
            assertThat(late.listen())
                    .hasValueSatisfying(why ->
                            assertThat(why).startsWith("cannot listen on 127.0.0.1 port " + there.getPort() + ": "));
            assertThat(late.isListening()).isFalse();
            assertThat(late.address()).isEqualTo(there);

            other.close();

            assertThat(late.listen()).isEmpty();
            assertThat(late.listen()).isEmpty();
            assertThat(late.isListening()).isTrue();
            LocalEndpoint.alive(there);
        }
    }

    /** The watchdog of the service goes by that. */
    @Test
    void repeatsWorkAlsoWhileItDoesNotListen() throws Exception {
        try (LocalHttpServer late = unheard(ANY_PORT)) {
            CountDownLatch worked = new CountDownLatch(2);

            late.every(Duration.ofMillis(5), worked::countDown);

            assertThat(worked.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNoPortThatSomebodyHas() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "a-token-of-thirty-two-characters");
        Protection protection = Protection.open(
                Optional.of(() -> {
                    try {
                        return Secret.takeOwnershipOf(Files.readAllBytes(token));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                Optional.empty());
        try (protection;
                LocalHttpServer elsewhere = LocalHttpServer.create(
                        new InetSocketAddress("192.0.2.1", 9464),
                        protection,
                        type -> "",
                        () -> readiness,
                        controls,
                        () -> "{}")) {
            assertThatThrownBy(elsewhere::listen)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot listen on 192.0.2.1 port 9464: ");
        }
    }

    @Test
    void doesNotListenAnyMoreWhenClosed() throws Exception {
        LocalHttpServer late = unheard(ANY_PORT);
        late.close();

        assertThatThrownBy(late::listen).isInstanceOf(IOException.class);
    }

    private LocalHttpServer unheard(InetSocketAddress address) {
        return LocalHttpServer.create(address, Protection.NONE, type -> "", () -> readiness, controls, () -> "{}");
    }

    @Test
    void isAliveAsLongAsItRuns() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/livez?verbose").statusCode()).isEqualTo(200);
    }

    @Test
    void readinessFollowsTheComponents() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(503);

        readiness = new Readiness(List.of(new Readiness.Component("relay", true, "up")));
        HttpResponse<String> ready = get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.headers().firstValue("content-type")).contains("application/json");
        assertThat(ready.body())
                .isEqualTo("{\"ready\":true,\"components\":[{\"name\":\"relay\",\"ready\":true,\"detail\":\"up\"}]}\n");

        readiness = new Readiness(List.of(
                new Readiness.Component("relay", true, "up"),
                new Readiness.Component("directory.corp", false, "no answer from \"dc1\"\n")));
        HttpResponse<String> notReady = get("/readyz");
        assertThat(notReady.statusCode()).isEqualTo(503);
        assertThat(notReady.body())
                .startsWith("{\"ready\":false,")
                .contains("{\"name\":\"directory.corp\",\"ready\":false,\"detail\":\"no answer from \\\"dc1\\\"\\n\"}");
    }

    @Test
    void openMetricsAreForWhoAsksForThem() throws Exception {
        String prometheus =
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

        HttpResponse<String> response = send(request("/metrics").header("Accept", prometheus));

        assertThat(response.headers().firstValue("content-type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
    }

    @Test
    void eachComponentHasAPathOfItsOwn() throws Exception {
        readiness = new Readiness(List.of(
                new Readiness.Component("relay", true, "up"),
                new Readiness.Component("directory.corp", false, "no answer")));

        assertThat(get("/readyz/relay").statusCode()).isEqualTo(200);
        assertThat(get("/readyz/relay").body()).isEqualTo("{\"name\":\"relay\",\"ready\":true,\"detail\":\"up\"}\n");
        assertThat(get("/readyz/directory.corp").statusCode()).isEqualTo(503);
        assertThat(get("/readyz/directory.corp?verbose").body()).isEqualTo("[-]directory.corp failed: no answer\n");
        assertThat(get("/readyz/directory").statusCode()).isEqualTo(404);
    }

    @Test
    void verboseIsForPeople() throws Exception {
        readiness = new Readiness(List.of(
                new Readiness.Component("relay", true, "up"),
                new Readiness.Component("directory.corp", false, "said:\r\n[+]relay ok: forged")));

        HttpResponse<String> verbose = get("/readyz?verbose");

        assertThat(verbose.statusCode()).isEqualTo(503);
        assertThat(verbose.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        assertThat(verbose.body())
                .isEqualTo(
                        "[+]relay ok: up\n[-]directory.corp failed: said: [+]relay ok: forged\nreadyz check failed\n");
        assertThat(get("/readyz?x=1&verbose=1").body()).isEqualTo(verbose.body());
        assertThat(get("/readyz?verbosely").body()).startsWith("{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/livez", "/readyz", "/readyz/relay", "/nowhere"})
    void headIsGetWithoutTheBody(String path) throws Exception {
        readiness = new Readiness(List.of(new Readiness.Component("relay", true, "up")));
        HttpResponse<String> whole = get(path);

        HttpResponse<String> head = send(request(path).method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(whole.statusCode());
        assertThat(head.headers()).isEqualTo(whole.headers());
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/metrics/",
                "/METRICS",
                "/readyz/",
                "/readyz/nothing",
                "/readyz/relay/x",
                "/..%2fmetrics",
                "//metrics",
                "/favicon.ico"
            })
    void everyOtherPathIsNotFound(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "OPTIONS", "TRACEPARENT"})
    void everyOtherMethodIsNotAllowed(String method) throws Exception {
        HttpResponse<String> response = send(request("/metrics").method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
    }

    @Test
    void takesNoBody() throws Exception {
        assertThat(send(request("/livez").method("GET", BodyPublishers.ofString("body")))
                        .statusCode())
                .isEqualTo(413);
        assertThat(send(request("/livez").POST(BodyPublishers.ofString("body"))).statusCode())
                .isEqualTo(413);
    }

    @Test
    void everyAnswerHasStrictHeaders() throws Exception {
        for (String path : List.of("/metrics", "/livez", "/readyz", "/nowhere")) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("cache-control")).contains("no-store");
            assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
            assertThat(headers.firstValue("content-security-policy"))
                    .contains("default-src 'none'; frame-ancestors 'none'");
            assertThat(headers.firstValue("server")).isEmpty();
        }
    }

    @Test
    void doesWhatWhoShowsTheTokenAsksFor() throws Exception {
        HttpResponse<String> answer = put("/standby/on", "Bearer t0ken");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"done\":\"on\"}");
        assertThat(put("/standby/off", "Bearer t0ken").statusCode()).isEqualTo(200);
        assertThat(asked).containsExactly("on", "off");
    }

    @Test
    void refusesControlsWithoutTheToken() throws Exception {
        assertThat(put("/standby/on", "Bearer other").statusCode()).isEqualTo(401);
        assertThat(put("/standby/on", "t0ken").statusCode()).isEqualTo(401);
        assertThat(get("/standby/on").statusCode()).isEqualTo(405);

        assertThat(asked).isEmpty();
    }

    @Test
    void aControlThatFailsShowsNothingOfItself() throws Exception {
        HttpResponse<String> answer = put("/broken", "Bearer t0ken");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("Internal Server Error\n");
    }

    @Test
    void aControlThatBlocksHoldsNobodyElseUp() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Controls slow = new Controls("t0ken", executor, Map.of("/slow", () -> {
            awaitQuietly(go);
            return "{}";
        }));
        try (LocalHttpServer other =
                LocalHttpServer.start(ANY_PORT, Protection.NONE, type -> "", () -> readiness, slow)) {
            CompletableFuture<HttpResponse<String>> blocked =
                    client.sendAsync(put(other, "/slow", "Bearer t0ken"), BodyHandlers.ofString());

            URI alive = URI.create("http://127.0.0.1:" + other.address().getPort() + "/livez");
            assertThat(send(HttpRequest.newBuilder(alive)).statusCode()).isEqualTo(200);
            go.countDown();
            assertThat(blocked.get().body()).isEqualTo("{}");
        } finally {
            executor.shutdownNow();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String done(String what) {
        asked.add(what);
        return "{\"done\":\"" + what + "\"}";
    }

    private HttpResponse<String> put(String path, String authorization) throws Exception {
        return client.send(put(server, path, authorization), BodyHandlers.ofString());
    }

    private static HttpRequest put(LocalHttpServer to, String path, String authorization) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + to.address().getPort() + path))
                .header("Authorization", authorization)
                .PUT(BodyPublishers.noBody())
                .build();
    }

    @Test
    void failingSupplierShowsNothingOfItself() throws Exception {
        try (LocalHttpServer failing = LocalHttpServer.start(
                ANY_PORT,
                Protection.NONE,
                type -> {
                    throw new IllegalStateException("inner detail");
                },
                () -> readiness,
                controls)) {
            URI uri = URI.create("http://127.0.0.1:" + failing.address().getPort() + "/metrics");
            HttpResponse<String> response = send(HttpRequest.newBuilder(uri));
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).isEqualTo("Internal Server Error\n");
        }
    }

    @Test
    void saysWhichAddressIsInUse() {
        assertThatThrownBy(() ->
                        LocalHttpServer.start(server.address(), Protection.NONE, type -> "", () -> readiness, controls))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(server.address().getPort()));
    }

    @Test
    void closeFreesThePort() throws Exception {
        InetSocketAddress address = server.address();
        server.close();

        try (LocalHttpServer next =
                LocalHttpServer.start(address, Protection.NONE, type -> "", () -> readiness, controls)) {
            assertThat(next.address()).isEqualTo(address);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
