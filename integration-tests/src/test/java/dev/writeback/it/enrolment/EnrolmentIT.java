package dev.writeback.it.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.Main;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfig;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.desk.CloudService;
import dev.writeback.sandbox.desk.DeskAdministrator;
import dev.writeback.sandbox.desk.Presence;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteSettings;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentIT {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(40);

    private final SecureRandom random = new SecureRandom();
    private final List<AgentProcess> processes = new ArrayList<>();

    @TempDir
    private Path folder;

    private Site site;
    private CloudService cloud;
    private CloudConfig.Desk desk;
    private DeskAdministrator administrator;

    @BeforeEach
    void openDesk() throws Exception {
        site = Site.open(
                SiteSettings.in(folder.resolve("site"), Site.freePort()).withoutLimits(), Clock.systemUTC(), random);
        Files.writeString(site.file("agents.jwks"), "{\"keys\":[]}");
        cloud = site.openDesk(Clock.systemUTC(), random);
        desk = new CloudConfigLoader(System::getenv)
                .load(site.cloudConfig())
                .desk()
                .orElseThrow();
        administrator = new DeskAdministrator(desk);
    }

    @AfterEach
    void close() {
        processes.forEach(AgentProcess::close);
        site.close();
    }

    private Newcomer newcomer(String id) throws IOException {
        return Newcomer.at(site, folder.resolve(id), id, desk.url().toString());
    }

    private String code() throws IOException {
        return administrator.code().replaceAll(".*\"code\":\"([^\"]*)\".*", "$1");
    }

    private AgentProcess started(Newcomer machine) throws Exception {
        AgentProcess process = machine.start();
        processes.add(process);
        process.awaitReady(machine.http, READY);
        return process;
    }

    private CloudClient client() throws Exception {
        return CloudClient.connect(
                new CloudConfigLoader(System::getenv).load(site.cloudConfig()), Clock.systemUTC(), random);
    }

    private Ack reset(CloudClient client, String user, String password) throws Exception {
        Subject subject = new Subject(
                Subject.Format.OBJECT_GUID,
                site.directory().orElseThrow().guidOf(user).toString());
        try (Secret secret = Secret.takeOwnershipOf(password.getBytes(StandardCharsets.UTF_8))) {
            Reply reply = client.send(
                            client.seal(Draft.reset(subject, Initiator.self()), Optional.of(secret), Optional.empty()),
                            ANSWER)
                    .get(ANSWER.toSeconds() + 5, TimeUnit.SECONDS);
            assertThat(reply).isInstanceOf(Reply.Acknowledged.class);
            return ((Reply.Acknowledged) reply).ack();
        }
    }

    private Presence presence(String id) {
        return cloud.presence().stream()
                .filter(agent -> agent.agent().equals(id))
                .findAny()
                .orElseThrow();
    }

    @Test
    void aFreshMachineEnrolsAndServes() throws Exception {
        Newcomer machine = newcomer("hq-7");
        String code = code();

        Newcomer.Ran ran = machine.enroll(code.toLowerCase(Locale.ROOT));

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).containsPattern("\n    ([a-z]+ ){5}[a-z]+\n").contains("Enrolled as hq-7");
        started(machine);
        await().atMost(READY)
                .untilAsserted(() -> assertThat(presence("hq-7").state()).isEqualTo(Presence.State.PRESENT));
        try (CloudClient client = client()) {
            assertThat(reset(client, "u01", "N3w-Passw0rd!").outcome()).isEqualTo(Outcome.OK);
        }
        assertNothingOfTheCodeIsLeft(machine, code);
    }

    private static void assertNothingOfTheCodeIsLeft(Newcomer machine, String code) throws IOException {
        String secret = code.substring(code.indexOf('-') + 1);
        try (Stream<Path> files = Files.walk(machine.folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContainIgnoringCase(secret);
            }
        }
    }

    @Test
    void fiveWrongCodesDestroyTheCode() throws Exception {
        Newcomer machine = newcomer("hq-7");
        String code = code();
        String wrong = code.substring(0, code.length() - 1) + (code.endsWith("0") ? "1" : "0");

        for (int i = 0; i < 5; i++) {
            assertThat(machine.enroll(wrong).err()).contains("(403)").contains("five wrong attempts destroy it");
        }

        Newcomer.Ran ran = machine.enroll(code);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("(410)").contains("ask for a new code");
        assertThat(machine.folder.resolve("state/trust")).doesNotExist();
        assertThat(machine.folder.resolve("relay.connection")).doesNotExist();
        assertThat(machine.enroll(code()).exitCode()).isZero();
    }

    @Test
    void aCodeEnrolsOneMachineAndAnIdOneAgent() throws Exception {
        String code = code();
        assertThat(newcomer("hq-7").enroll(code).exitCode()).isZero();

        assertThat(newcomer("hq-8").enroll(code).err()).contains("(410)");
        Newcomer namesake =
                Newcomer.at(site, folder.resolve("namesake"), "hq-7", desk.url().toString());
        assertThat(namesake.enroll(code()).err()).contains("(409)").contains("choose another agent.id");
    }

    @Test
    void anEnrolledMachineIsNotEnrolledTwice() throws Exception {
        Newcomer machine = newcomer("hq-7");
        assertThat(machine.enroll(code()).exitCode()).isZero();
        byte[] keys = Files.readAllBytes(machine.folder.resolve("keys.p12"));

        Newcomer.Ran ran = machine.enroll(code());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("found keys of this agent");
        assertThat(Files.readAllBytes(machine.folder.resolve("keys.p12"))).isEqualTo(keys);
    }

    /** As when {@code keys.store} names another file by mistake. */
    @Test
    void whatIsKnownOfAnotherEnrolmentStaysWhereItsKeysAreNotFound() throws Exception {
        Newcomer machine = newcomer("hq-7");
        assertThat(machine.enroll(code()).exitCode()).isZero();
        byte[] trust = Files.readAllBytes(machine.folder.resolve("state/trust"));
        Files.move(machine.folder.resolve("keys.p12"), machine.folder.resolve("elsewhere.p12"));

        Newcomer.Ran ran = machine.enroll(code());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("found an enrolment in ").contains("put them back");
        assertThat(Files.readAllBytes(machine.folder.resolve("state/trust"))).isEqualTo(trust);
        assertThat(machine.folder.resolve("keys.p12")).doesNotExist();
    }

    /** The cloud has enrolled the agent, and its answer is lost behind a gateway that says 504. */
    @Test
    void aConfirmationWhoseAnswerAGatewayHasLostIsAskedForAgain() throws Exception {
        TestAuthority authority = TestAuthority.create("gateway", Clock.systemUTC(), random);
        HttpsServer gateway = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        gateway.setHttpsConfigurator(
                new HttpsConfigurator(authority.serverCertificate("localhost").sslContext()));
        HttpClient onwards = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(new SSLUtil(new TrustAllTrustManager()).createSSLContext())
                .build();
        AtomicInteger confirmations = new AtomicInteger();
        gateway.createContext("/", exchange -> {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(desk.url() + exchange.getRequestURI().getPath()))
                    .header("Content-Type", "application/jose")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            exchange.getRequestBody().readAllBytes()))
                    .build();
            HttpResponse<byte[]> answer = onwards.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .join();
            boolean lost =
                    exchange.getRequestURI().getPath().endsWith("/confirm") && confirmations.incrementAndGet() == 1;
            byte[] body = lost ? new byte[0] : answer.body();
            exchange.sendResponseHeaders(lost ? 504 : answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        gateway.start();
        try {
            Newcomer machine = Newcomer.at(
                    site,
                    folder.resolve("hq-7"),
                    "hq-7",
                    "https://localhost:" + gateway.getAddress().getPort());
            Files.writeString(machine.folder.resolve("desk-ca.pem"), authority.caPem());

            Newcomer.Ran ran = machine.enroll(code());

            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(confirmations).hasValue(2);
            started(machine);
        } finally {
            gateway.stop(0);
        }
    }

    @Test
    void aCodeOfAnotherCloudIsRefused() throws Exception {
        try (Site other =
                Site.open(SiteSettings.in(folder.resolve("other"), Site.freePort()), Clock.systemUTC(), random)) {
            other.openDesk(Clock.systemUTC(), random);
            CloudConfig.Desk theirs = new CloudConfigLoader(System::getenv)
                    .load(other.cloudConfig())
                    .desk()
                    .orElseThrow();
            String foreign = new DeskAdministrator(theirs).code().replaceAll(".*\"code\":\"([^\"]*)\".*", "$1");

            assertThat(newcomer("hq-7").enroll(foreign).err()).contains("(403)");
        }
    }

    @Test
    void whatIsNoCodeIsNotSent() throws Exception {
        assertThat(newcomer("hq-7").enroll("hello").err()).contains("an enrolment code is 8 characters, a hyphen");
    }

    /** Whoever stands between has a certificate that is trusted, as a proxy that inspects TLS has; not the code. */
    @Test
    void somebodyBetweenWhoAnswersWithAnotherCloudsWordsIsNotBelieved() throws Exception {
        TestAuthority authority = TestAuthority.create("between", Clock.systemUTC(), random);
        HttpsServer between = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        between.setHttpsConfigurator(
                new HttpsConfigurator(authority.serverCertificate("localhost").sslContext()));
        between.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = "{\"protected\":\"e30\"}".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        between.start();
        try {
            Newcomer machine = Newcomer.at(
                    site,
                    folder.resolve("hq-7"),
                    "hq-7",
                    "https://localhost:" + between.getAddress().getPort());
            assertThat(machine.enroll(code()).err()).contains("TLS failed").contains("cloud.caFile");
            Files.writeString(machine.folder.resolve("desk-ca.pem"), authority.caPem());

            Newcomer.Ran ran = machine.enroll(code());

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err()).contains("an answer that is none of PWB/1");
            assertThat(machine.folder.resolve("state/trust")).doesNotExist();
            assertThat(machine.folder.resolve("relay.connection")).doesNotExist();
        } finally {
            between.stop(0);
        }
    }

    @Test
    void aDeskThatIsNotThereIsNamed() throws Exception {
        Newcomer machine = Newcomer.at(site, folder.resolve("hq-7"), "hq-7", "https://localhost:" + Site.freePort());

        assertThat(machine.enroll(code()).err()).contains("the connection was refused; look at cloud.url");
        Files.writeString(
                machine.config(),
                Files.readString(machine.config())
                        .replace(
                                "caFile: desk-ca.pem",
                                "caFile: desk-ca.pem\n  proxy: http://127.0.0.1:" + Site.freePort()));
        assertThat(machine.enroll(code()).err())
                .contains("by way of the proxy 127.0.0.1:")
                .contains("cloud.proxy");
    }

    @Test
    void theCloudsSwitchesNarrowAndSurviveARestart() throws Exception {
        Newcomer machine = newcomer("hq-7");
        assertThat(machine.enroll(code()).exitCode()).isZero();
        AgentProcess process = started(machine);
        try (CloudClient client = client()) {
            administrator.switches("{\"reset\":false}");
            await().atMost(READY)
                    .untilAsserted(() -> assertThat(
                                    reset(client, "u01", "N3w-Passw0rd!").reason())
                            .contains(Reason.OPERATION_DISABLED));

            process.kill();
            started(machine);

            assertThat(reset(client, "u01", "N3w-Passw0rd!").reason()).contains(Reason.OPERATION_DISABLED);
            administrator.switches("{}");
            await().atMost(READY)
                    .untilAsserted(() -> assertThat(
                                    reset(client, "u01", "N3w-Passw0rd!").outcome())
                            .isEqualTo(Outcome.OK));
        }
    }

    @Test
    void thePauseWinsOverTheCloudAndSurvivesARestart() throws Exception {
        Newcomer machine = newcomer("hq-7");
        assertThat(machine.enroll(code()).exitCode()).isZero();
        AgentProcess process = started(machine);
        try (CloudClient client = client()) {
            Newcomer.Ran paused = machine.run("status", "--pause", "on");

            assertThat(paused.out()).contains("down operations: paused since ");
            assertThat(reset(client, "u01", "N3w-Passw0rd!").reason()).contains(Reason.OPERATION_DISABLED);
            administrator.switches("{}");
            await().atMost(READY)
                    .untilAsserted(() -> assertThat(machine.http.metric("writeback_tenant_switches_epoch"))
                            .isPositive());
            assertThat(reset(client, "u01", "N3w-Passw0rd!").reason()).contains(Reason.OPERATION_DISABLED);

            process.kill();
            startedPaused(machine);

            assertThat(reset(client, "u01", "N3w-Passw0rd!").reason()).contains(Reason.OPERATION_DISABLED);
            assertThat(machine.run("status", "--pause", "off").exitCode()).isZero();
            assertThat(reset(client, "u01", "N3w-Passw0rd!").outcome()).isEqualTo(Outcome.OK);
        }
    }

    private void startedPaused(Newcomer machine) throws Exception {
        processes.add(machine.start());
        await().atMost(READY)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(machine.http.readiness()).contains("paused by the file"));
    }

    @Test
    void keysRotateOnCommandAndNoRequestIsLost() throws Exception {
        // Given
        Newcomer machine = newcomer("hq-7");
        assertThat(machine.enroll(code()).exitCode()).isZero();
        started(machine);
        await().atMost(READY).until(() -> !signingKeys().isEmpty());
        List<String> old = signingKeys();
        try (CloudClient client = client();
                SteadyResets resets = SteadyResets.start(4, (user, password) -> reset(client, user, password))) {
            resets.awaitMore(8);

            // When
            Newcomer.Ran ran = machine.run("keys", "rotate");

            // Then
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("waits for the cloud's confirmation").doesNotContain(old);
            await().atMost(READY)
                    .untilAsserted(() -> assertThat(signingKeys()).hasSize(1).doesNotContainAnyElementsOf(old));
            resets.awaitMore(8);
            assertThat(resets.stop()).hasSizeGreaterThan(16).containsOnly(Outcome.OK);
        }
        assertThat(machine.run("keys", "list").out().lines())
                .as("the old pair still opens")
                .hasSize(4);
    }

    private List<String> signingKeys() {
        return presence("hq-7").heartbeat().stream()
                .flatMap(heartbeat -> heartbeat.keys().stream())
                .filter(key -> key.use() == KeyUse.SIG)
                .map(key -> key.id().value())
                .toList();
    }

    @Test
    void aRevokedAgentTakesNothingMore() throws Exception {
        Newcomer machine = newcomer("hq-7");
        assertThat(machine.enroll(code()).exitCode()).isZero();
        AgentProcess process = started(machine);

        administrator.revoke("hq-7");

        await().atMost(READY)
                .untilAsserted(() -> assertThat(machine.http.readiness()).contains("enrol anew"));
        process.close();
        assertThat(machine.run("run").err()).contains("writeback enroll");
    }

    @Test
    void aCopiedHostIsSeenAndGetsNothing() throws Exception {
        Newcomer machine = newcomer("hq-7");
        assertThat(machine.enroll(code()).exitCode()).isZero();
        AgentProcess process = started(machine);
        await().atMost(READY)
                .untilAsserted(() -> assertThat(presence("hq-7").state()).isEqualTo(Presence.State.PRESENT));
        process.close();
        Path copy = folder.resolve("copy");
        copyTo(machine.folder, copy);
        started(machine).close();

        AgentProcess copied = AgentCommand.likeThisProcess(Main.class)
                .shortLived()
                .start(copy.resolve("agent.yaml"), copy.resolve("agent.log"));
        processes.add(copied);

        await().atMost(READY)
                .untilAsserted(() -> assertThat(presence("hq-7").state()).isEqualTo(Presence.State.FORKED));
        try (CloudClient client = client()) {
            assertThat(client.agentKeys().agents()).contains("hq-7");
            assertThatThrownBy(() -> reset(client, "u01", "N3w-Passw0rd!"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void copyTo(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
