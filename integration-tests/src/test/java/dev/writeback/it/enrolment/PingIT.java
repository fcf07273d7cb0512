package dev.writeback.it.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.http.LocalEndpoint;
import dev.writeback.agent.keys.ControlToken;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.CloudMessageSealer;
import dev.writeback.protocol.envelope.SealedMessage;
import dev.writeback.protocol.message.Echo;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.desk.CloudService;
import dev.writeback.sandbox.desk.DeskAdministrator;
import dev.writeback.sandbox.desk.Presence;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An enrolled agent's ping: through the relay to the sandbox's cloud and back, each way signed and sealed. */
class PingIT {
    private static final String AGENT = "hq-7";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ROUND_TRIP = "writeback_ping_last_round_trip_seconds";
    private static final String DROPPED = "writeback_messages_dropped_total";

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    private Site site;
    private CloudService cloud;
    private Newcomer machine;
    private AgentProcess process;

    @BeforeEach
    void enrolAndStart() throws Exception {
        site = Site.open(SiteSettings.in(folder.resolve("site"), Site.freePort()), Clock.systemUTC(), random);
        Files.writeString(site.file("agents.jwks"), "{\"keys\":[]}");
        cloud = site.openDesk(Clock.systemUTC(), random);
        var desk = new CloudConfigLoader(System::getenv)
                .load(site.cloudConfig())
                .desk()
                .orElseThrow();
        String code = new DeskAdministrator(desk).code().replaceAll(".*\"code\":\"([^\"]*)\".*", "$1");
        machine = Newcomer.at(site, folder.resolve(AGENT), AGENT, desk.url().toString());
        assertThat(machine.enroll(code).exitCode()).isZero();
        process = machine.start();
        process.awaitReady(machine.http, SOON);
    }

    @AfterEach
    void close() {
        if (process != null) {
            process.close();
        }
        site.close();
    }

    /** The doctor's line on it, and the one after. */
    private String doctorsWord() {
        String out = machine.run("doctor").out();
        int line = out.indexOf("ping: ");
        assertThat(line).as(out).isPositive();
        int start = out.lastIndexOf('\n', line) + 1;
        return out.substring(start, out.indexOf('\n', out.indexOf('\n', line) + 1));
    }

    private String control(String path) throws IOException {
        return LocalEndpoint.control(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), machine.http.root().getPort()),
                path,
                ControlToken.read(machine.folder.resolve("state")));
    }

    private Presence presence() {
        return cloud.presence().stream()
                .filter(agent -> agent.agent().equals(AGENT))
                .findAny()
                .orElseThrow();
    }

    @Test
    void theDoctorHearsOfTheCloudsAnswer() {
        assertThat(doctorsWord()).matches("(?s)ok +ping: the cloud's signed answer was here after \\d+ ms\n.*");

        assertThat(machine.http.metric(ROUND_TRIP)).isPositive();
        assertThat(presence().state()).isEqualTo(Presence.State.PRESENT);
        assertThat(presence().missing()).as("the ping is a link of the chain").isZero();
    }

    @Test
    void aCloudThatDoesNotAnswerIsBlamed() {
        cloud.close();

        assertThat(doctorsWord())
                .matches("(?s)failure +ping: the relay took a heartbeat, and no answer of the cloud came within 10 s\n"
                        + " +-> see that the cloud runs, reads the queue presence and knows this agent.*");
    }

    @Test
    void anAgentThatTakesNothingDoesNotAsk() throws Exception {
        control("/standby/on");

        assertThat(control("/ping")).contains("not_sent").contains("standby");
    }

    @Test
    void whatIsForgedOrNotAskedForIsIgnoredAndCounted() throws Exception {
        KeyRecord signing = JwkSets.readPrivate(Files.readAllBytes(site.file("cloud-signing.jwk")));
        Instant start = Instant.now().minusSeconds(60);
        KeyRecord stranger = Keys.generate(KeyUse.SIG, Optional.empty(), start, start.plus(Duration.ofDays(1)), random);
        try (CloudClient client = CloudClient.connect(
                new CloudConfigLoader(System::getenv).load(site.cloudConfig()), Clock.systemUTC(), random)) {
            SealedMessage forged = echo(stranger, client);
            SealedMessage unasked = echo(signing, client);

            client.post(forged.body(), forged.id()).get();
            client.post(unasked.body(), unasked.id()).get();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(machine.http.metrics())
                            .contains(DROPPED + "{reason=\"not_authentic\"} 1.0")
                            .contains(DROPPED + "{reason=\"unasked_echo\"} 1.0"));
        }
        assertThat(control("/ping")).contains("\"ping\":\"answered\"");
    }

    private SealedMessage echo(KeyRecord signer, CloudClient client) throws Exception {
        return new CloudMessageSealer(
                        signer, "https://sspr.example.test", "urn:pwb:sandbox:hq", Clock.systemUTC(), random)
                .echo(Echo.draw(random), AGENT, client.agentKeys());
    }
}
