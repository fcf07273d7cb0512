package dev.writeback.agent.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.protocol.secret.Secret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets what of an endpoint that others can reach, and what they cannot do to it. */
class ProtectedEndpointTest {
    private static final String TOKEN = "read-0123456789abcdefghij";
    private static final String CONTROL_TOKEN = "control-0123456789abcdefghij";
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.7", 40000);
    private static final InetSocketAddress OUR_ADDRESS = new InetSocketAddress("192.0.2.1", 9464);
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9464);
    private static final int MOST = 4;
    private static final Duration LIFETIME = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private final AtomicInteger runs = new AtomicInteger();
    private final Controls controls = new Controls(CONTROL_TOKEN, Runnable::run, Map.of("/standby/on", () -> {
        runs.incrementAndGet();
        return "{}";
    }));
    private String written = TOKEN;
    private boolean defect;
    private Optional<Protection> opened = Optional.empty();

    @AfterEach
    void close() {
        opened.ifPresent(Protection::close);
    }

    // From another machine.

    @Test
    void strangersMayAskWhetherItLivesAndNothingElse() throws Exception {
        Protection protection = open(true, false);

        assertThat(fromElsewhere(protection, "GET /livez", "")).startsWith("HTTP/1.1 200 OK");
        for (String path : List.of("/metrics", "/readyz", "/readyz/relay", "/", "/nowhere", "/livez/", "//livez")) {
            assertThat(fromElsewhere(protection, "GET " + path, ""))
                    .as(path)
                    .startsWith("HTTP/1.1 401 Unauthorized")
                    .contains("www-authenticate: Bearer")
                    .doesNotContain("requests_total");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer read-0123456789abcdefghi",
                "Authorization: Bearer read-0123456789abcdefghijk",
                "Authorization: Bearer ",
                "Authorization: bearer read-0123456789abcdefghij",
                "Authorization: Basic read-0123456789abcdefghij",
                "Authorization: read-0123456789abcdefghij",
                "X-Authorization: Bearer read-0123456789abcdefghij",
                "Authorization: Bearer read-0123456789abcdefghij\r\nAuthorization: Bearer x",
                "Authorization: Bearer control-0123456789abcdefghij",
                "X-Forwarded-For: 127.0.0.1",
                "Host: localhost"
            })
    void nothingButTheTokenOpens(String header) throws Exception {
        assertThat(fromElsewhere(open(true, false), "GET /metrics", header)).startsWith("HTTP/1.1 401");
    }

    @Test
    void whoShowsTheTokenMayRead() throws Exception {
        Protection protection = open(true, false);

        assertThat(fromElsewhere(protection, "GET /metrics", bearer(TOKEN))).contains("requests_total 1");
        assertThat(fromElsewhere(protection, "HEAD /readyz", bearer(TOKEN))).startsWith("HTTP/1.1 503");
        assertThat(fromElsewhere(protection, "GET /metrics", "Host: agent.example.test\r\n" + bearer(TOKEN)))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/standby/on", "/standby/on?x", "http://127.0.0.1/standby/on", "/./standby/on", "/%73tandby/on"})
    void controlsAreNotThereForOthersWhateverTheyShow(String path) throws Exception {
        Protection protection = open(true, false);

        for (String token : List.of(TOKEN, CONTROL_TOKEN)) {
            for (String method : List.of("PUT", "GET", "POST")) {
                assertThat(fromElsewhere(protection, method + " " + path, bearer(token)))
                        .matches("(?s)HTTP/1.1 (401|404|405) .*");
            }
        }
        assertThat(fromElsewhere(protection, "PUT /standby/on", bearer(CONTROL_TOKEN)))
                .startsWith("HTTP/1.1 404");
        assertThat(runs).hasValue(0);
    }

    @Test
    void aLoopbackAddressAtOneEndAloneIsNotThisMachine() throws Exception {
        Protection protection = open(true, false);

        // What a host forwards that routes packets from outside to its loopback address.
        assertThat(exchange(protection, ELSEWHERE, HERE, "PUT /standby/on", bearer(CONTROL_TOKEN)))
                .startsWith("HTTP/1.1 404");
        assertThat(exchange(protection, HERE, OUR_ADDRESS, "PUT /standby/on", bearer(CONTROL_TOKEN)))
                .startsWith("HTTP/1.1 404");
        assertThat(runs).hasValue(0);
    }

    @Test
    void withoutATokenNobodyElseIsServed() {
        assertThat(exchange(Protection.NONE, ELSEWHERE, OUR_ADDRESS, "GET /metrics", ""))
                .startsWith("HTTP/1.1 403");
        assertThatThrownBy(() -> LocalHttpServer.start(
                        new InetSocketAddress(9464),
                        Protection.NONE,
                        type -> "",
                        () -> new Readiness(List.of()),
                        controls))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token");
    }

    @Test
    void othersHaveToSpeakTls() throws Exception {
        layCertificate("first");
        EmbeddedChannel connection = connection(open(true, true), ELSEWHERE, OUR_ADDRESS);

        assertThat(connection.pipeline().get(SslHandler.class)).isNotNull();
        assertThat(exchange(connection, "GET /metrics", bearer(TOKEN))).doesNotContain("HTTP/1.1");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aHandshakeThatDoesNotComeToAnEndIsOverWhenItsTimeIs() throws Exception {
        layCertificate("first");
        EmbeddedChannel connection = connection(open(true, true), ELSEWHERE, OUR_ADDRESS);
        connection.freezeTime();
        assertThat(connection.isOpen()).isTrue();

        connection.advanceTimeBy(LIFETIME.toSeconds() + 1, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void othersCannotKeepThisMachineOut() throws Exception {
        LocalHttpServer.Connections connections = connections(open(true, false));
        List<Between> others = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            others.add(new Between(ELSEWHERE, OUR_ADDRESS, connections));
            assertThat(others.get(i).isOpen()).isTrue();
        }

        assertThat(new Between(ELSEWHERE, OUR_ADDRESS, connections).isOpen()).isTrue();
        assertThat(others.get(0).isOpen()).as("the oldest gives way").isFalse();
        assertThat(others.get(1).isOpen()).isTrue();
        assertThat(exchange(new Between(HERE, HERE, connections), "GET /livez", ""))
                .startsWith("HTTP/1.1 200");
    }

    // From this machine.

    @Test
    void commandsOfThisMachineMayShowTheTokenOfTheControls() throws Exception {
        Protection protection = open(true, false);

        assertThat(fromHere(protection, "GET /readyz", bearer(CONTROL_TOKEN))).startsWith("HTTP/1.1 503");
        assertThat(fromHere(protection, "GET /readyz", "")).startsWith("HTTP/1.1 401");
        assertThat(fromHere(protection, "PUT /standby/on", bearer(TOKEN))).startsWith("HTTP/1.1 401");
        assertThat(runs).hasValue(0);
        assertThat(fromHere(protection, "PUT /standby/on", bearer(CONTROL_TOKEN)))
                .startsWith("HTTP/1.1 200");
        assertThat(runs).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:9464", "localhost.evil.example", "127.0.0.1.evil.example", ""})
    void aPageOfAnotherSiteCannotReadItUnderANameThatLeadsHere(String host) {
        assertThat(fromHere(Protection.NONE, "GET /metrics", "Host: " + host)).startsWith("HTTP/1.1 421");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:9464", "127.0.0.1:9464", "[::1]:9464", "[::1]"})
    void usualNamesOfThisMachineAreServed(String host) {
        assertThat(fromHere(Protection.NONE, "GET /metrics", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    // The token's file.

    @Test
    void anotherTokenTakesThePlaceOfTheFirst() throws Exception {
        Protection protection = open(true, false);
        written = "other-0123456789abcdefghij";

        protection.refresh();

        assertThat(fromElsewhere(protection, "GET /metrics", bearer(TOKEN))).startsWith("HTTP/1.1 401");
        assertThat(fromElsewhere(protection, "GET /metrics", bearer(written))).startsWith("HTTP/1.1 200");
    }

    @Test
    void whileTheTokenCannotBeUsedNobodyHasIt() throws Exception {
        Protection protection = open(true, false);
        written = "short";

        protection.refresh();

        assertThat(fromElsewhere(protection, "GET /metrics", bearer(TOKEN))).startsWith("HTTP/1.1 401");
        assertThat(fromElsewhere(protection, "GET /metrics", bearer("short"))).startsWith("HTTP/1.1 401");
        written = TOKEN;
        protection.refresh();
        assertThat(fromElsewhere(protection, "GET /metrics", bearer(TOKEN))).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nineteen-characters", "a token with blanks in it", "p\u00e4ssword-0123456789abcdef"})
    void refusesATokenThatCouldBeGuessedOrNotBeShown(String token) {
        written = token;

        assertThatThrownBy(() -> open(true, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl rand -hex 32")
                .hasMessageNotContaining(token);
    }

    // The certificate's files.

    @Test
    void servesThisMachineWithTlsAndWithout() throws Exception {
        layCertificate("first");

        try (LocalHttpServer server = start(open(false, true))) {
            assertThat(overTls(server.address())).startsWith("HTTP/1.1 200").endsWith("requests_total 1\n");
            try (Socket plain =
                    new Socket(server.address().getAddress(), server.address().getPort())) {
                assertThat(get(plain)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void anotherCertificateTakesThePlaceOfTheFirst() throws Exception {
        layCertificate("first");
        Protection protection = open(false, true);
        try (LocalHttpServer server = start(protection)) {
            assertThat(shownBy(server.address())).contains("CN=first");
            layCertificate("second");

            protection.refresh();

            assertThat(shownBy(server.address())).contains("CN=second");
        }
    }

    @Test
    void anotherWayToTheAuthorityTakesThePlaceOfTheFirst() throws Exception {
        layCertificate("first");
        Protection protection = open(false, true);
        try (LocalHttpServer server = start(protection)) {
            assertThat(chainShownBy(server.address())).containsExactly("CN=first");
            // The name alone makes it the authority of the one before.
            Files.writeString(
                    files().certificates(), SelfSigned.create("first").certificatePem(), StandardOpenOption.APPEND);

            protection.refresh();

            assertThat(chainShownBy(server.address())).containsExactly("CN=first", "CN=first");
        }
    }

    @Test
    void aDefectWhileOneFileIsLookedAtDoesNotEndTheLooking() throws Exception {
        layCertificate("first");
        Protection protection = open(true, true);
        try (LocalHttpServer server = start(protection)) {
            layCertificate("second");
            defect = true;

            protection.refresh();

            assertThat(shownBy(server.address())).contains("CN=second");
        }
    }

    @Test
    void aKeyOfAnotherCertificateChangesNothing() throws Exception {
        layCertificate("first");
        byte[] key = Files.readAllBytes(files().key());
        Protection protection = open(false, true);
        try (LocalHttpServer server = start(protection)) {
            layCertificate("second");
            Files.write(files().key(), key);

            protection.refresh();

            assertThat(shownBy(server.address())).contains("CN=first");
        }
    }

    @Test
    void oldVersionsOfTlsAreRefused() throws Exception {
        layCertificate("first");
        try (LocalHttpServer server = start(open(false, true))) {
            assertThatThrownBy(() -> handshake(server.address(), "TLSv1.1")).isInstanceOf(IOException.class);
            assertThat(handshake(server.address(), "TLSv1.2")).contains("CN=first");
        }
    }

    @Test
    void saysWhichFileIsWrong() throws Exception {
        layCertificate("first");
        Path key = files().key();
        layCertificate("second");
        Path certificates = files().certificates();
        Files.writeString(
                directory.resolve("other.key"), SelfSigned.create("other").keyPem());

        assertThatThrownBy(() -> new CertificateFiles(certificates, directory.resolve("other.key")).read())
                .hasMessageContaining("other.key is not the key of the first certificate");
        assertThatThrownBy(() -> new CertificateFiles(key, key).read()).hasMessageContaining("certificate");
        assertThatThrownBy(() -> new CertificateFiles(certificates, certificates).read())
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
        Files.writeString(
                directory.resolve("damaged.key"),
                SelfSigned.create("x").keyPem().replaceFirst("\n.{10}", "\n"));
        assertThatThrownBy(() -> new CertificateFiles(certificates, directory.resolve("damaged.key")).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged.key");
    }

    private Protection open(boolean token, boolean certificate) throws IOException {
        Protection protection = Protection.open(
                token ? Optional.of(this::token) : Optional.empty(),
                certificate ? Optional.of(files()) : Optional.empty());
        opened = Optional.of(protection);
        return protection;
    }

    private Secret token() {
        if (defect) {
            throw new IllegalStateException("a defect");
        }
        return Secret.takeOwnershipOf(written.getBytes(ISO_8859_1));
    }

    private CertificateFiles files() {
        return new CertificateFiles(directory.resolve("endpoint.pem"), directory.resolve("endpoint.key"));
    }

    private void layCertificate(String name) throws IOException {
        SelfSigned made = SelfSigned.create(name);
        Files.writeString(files().certificates(), made.certificatePem());
        Files.writeString(files().key(), made.keyPem());
    }

    private LocalHttpServer start(Protection protection) throws IOException {
        return LocalHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                protection,
                type -> "requests_total 1\n",
                () -> new Readiness(List.of()),
                controls);
    }

    private static String overTls(InetSocketAddress address) throws Exception {
        try (SSLSocket socket = tls(address)) {
            return get(socket);
        }
    }

    private static List<String> chainShownBy(InetSocketAddress address) throws Exception {
        try (SSLSocket socket = tls(address)) {
            socket.startHandshake();
            return Arrays.stream(socket.getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .map(shown -> shown.getSubjectX500Principal().getName())
                    .toList();
        }
    }

    private static String shownBy(InetSocketAddress address) throws Exception {
        return handshake(address, "TLSv1.3");
    }

    private static String handshake(InetSocketAddress address, String version) throws Exception {
        try (SSLSocket socket = tls(address)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    private static SSLSocket tls(InetSocketAddress address) throws Exception {
        SSLSocketFactory trusting = SelfSigned.trustingAnybody();
        return (SSLSocket) trusting.createSocket(address.getAddress(), address.getPort());
    }

    private static String get(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        socket.getOutputStream().flush();
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private String fromElsewhere(Protection protection, String request, String header) {
        return exchange(protection, ELSEWHERE, OUR_ADDRESS, request, header);
    }

    private String fromHere(Protection protection, String request, String header) {
        return exchange(protection, HERE, HERE, request, header);
    }

    private String exchange(
            Protection protection, SocketAddress peer, SocketAddress here, String request, String header) {
        return exchange(connection(protection, peer, here), request, header);
    }

    private static String exchange(EmbeddedChannel connection, String request, String header) {
        String text = request + " HTTP/1.1\r\n" + (header.isEmpty() ? "" : header + "\r\n") + "\r\n";
        connection.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
        StringBuilder answer = new StringBuilder();
        for (ByteBuf part = connection.readOutbound(); part != null; part = connection.readOutbound()) {
            answer.append(part.toString(ISO_8859_1));
            part.release();
        }
        return answer.toString();
    }

    private EmbeddedChannel connection(Protection protection, SocketAddress peer, SocketAddress here) {
        return new Between(peer, here, connections(protection));
    }

    private LocalHttpServer.Connections connections(Protection protection) {
        return new LocalHttpServer.Connections(
                protection,
                new Access(controls, protection.token()),
                new Pages(type -> "requests_total 1\n", () -> new Readiness(List.of()), controls, StatusPages.none()),
                MOST,
                LIFETIME);
    }

    /** A connection between these two addresses, without a network. */
    private static final class Between extends EmbeddedChannel {
        private final SocketAddress peer;
        private final SocketAddress here;

        Between(SocketAddress peer, SocketAddress here, LocalHttpServer.Connections connections) {
            super(false, false, connections);
            this.peer = peer;
            this.here = here;
            try {
                register();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return peer;
        }

        @Override
        protected SocketAddress localAddress0() {
            return here;
        }
    }
}
