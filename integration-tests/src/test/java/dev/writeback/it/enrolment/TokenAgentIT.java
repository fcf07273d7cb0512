package dev.writeback.it.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.Main;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfig;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.desk.DeskAdministrator;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.process.SecretTraces;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose keys are in a PKCS#11 token, from its enrolment on, with the real cloud client. */
@ExtendWith(SoftToken.Needed.class)
class TokenAgentIT {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration ANSWER = Duration.ofSeconds(40);
    private static final String PIN = "canary-1234";

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    private Site site;
    private Newcomer machine;
    private SoftToken token;
    private String code;

    @BeforeEach
    void layTheMachine() throws Exception {
        site = Site.open(
                SiteSettings.in(folder.resolve("site"), Site.freePort()).withoutLimits(), Clock.systemUTC(), random);
        Files.writeString(site.file("agents.jwks"), "{\"keys\":[]}");
        site.openDesk(Clock.systemUTC(), random);
        CloudConfig.Desk desk = new CloudConfigLoader(System::getenv)
                .load(site.cloudConfig())
                .desk()
                .orElseThrow();
        code = new DeskAdministrator(desk).code().replaceAll(".*\"code\":\"([^\"]*)\".*", "$1");
        machine = Newcomer.at(site, folder.resolve("hq-8"), "hq-8", desk.url().toString());
        token = SoftToken.make(machine.folder, "writeback", PIN);
        Files.writeString(machine.folder.resolve("keys.pin"), PIN + "\n");
        Files.writeString(
                machine.config(),
                Files.readString(machine.config())
                        .replace(
                                "{store: keys.p12, passwordFile: keys.pin}",
                                "{pkcs11: {library: " + SoftToken.library()
                                        + ", tokenLabel: writeback, pinFile: keys.pin}}"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void enrolsAndServesWithKeysThatNeverLeaveTheToken() throws Exception {
        // Given
        token.run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "enroll",
                "--code",
                code,
                "--config",
                machine.config().toString());
        Path log = machine.folder.resolve("agent.log");

        // When
        try (AgentProcess agent = AgentCommand.likeThisProcess(Main.class)
                        .shortLived()
                        .withEnvironment(token.environment())
                        .start(machine.config(), log);
                CloudClient cloud = CloudClient.connect(
                        new CloudConfigLoader(System::getenv).load(site.cloudConfig()), Clock.systemUTC(), random)) {
            agent.awaitReady(machine.http, READY);

            // Then
            assertThat(reset(cloud, "u01", "N3w-Passw0rd!")).isEqualTo(Outcome.OK);
            assertThat(SecretTraces.in(agent.output(), List.of(PIN.getBytes(StandardCharsets.UTF_8))))
                    .isEmpty();
        }
        assertThat(token.objects()
                        .lines()
                        .filter(line -> line.endsWith("sensitive, always sensitive, never extractable, local")))
                .hasSize(2);
        assertThat(Files.exists(machine.folder.resolve("keys.p12"))).isFalse();
    }

    @Test
    void wrongPinEndsItWithCode78AndIsSentOnce() throws Exception {
        Files.writeString(machine.folder.resolve("keys.pin"), "canary-4321\n");

        for (String found : List.of("a token that refuses the PIN", "none was sent, so that it does not lock itself")) {
            Path log = machine.folder.resolve("refused.log");
            Files.deleteIfExists(log);
            try (AgentProcess agent = AgentCommand.likeThisProcess(Main.class)
                    .shortLived()
                    .withEnvironment(token.environment())
                    .start(withAConnection(), log)) {
                assertThat(agent.awaitExit(READY)).hasValue(78);
                assertThat(Files.readString(log))
                        .contains("keys.pkcs11: the token 'writeback' of ")
                        .contains(found)
                        .doesNotContain("canary");
            }
        }
    }

    /** Only the keys are wrong. */
    private Path withAConnection() throws Exception {
        Path connection = machine.folder.resolve("relay.connection");
        Files.deleteIfExists(connection);
        Files.copy(site.file("agent.connection"), connection, StandardCopyOption.COPY_ATTRIBUTES);
        return machine.config();
    }

    private Outcome reset(CloudClient client, String user, String password) throws Exception {
        Subject subject = new Subject(
                Subject.Format.OBJECT_GUID,
                site.directory().orElseThrow().guidOf(user).toString());
        try (Secret secret = Secret.takeOwnershipOf(password.getBytes(StandardCharsets.UTF_8))) {
            Reply reply = client.send(
                            client.seal(Draft.reset(subject, Initiator.self()), Optional.of(secret), Optional.empty()),
                            ANSWER)
                    .get(ANSWER.toSeconds() + 5, TimeUnit.SECONDS);
            assertThat(reply).isInstanceOf(Reply.Acknowledged.class);
            return ((Reply.Acknowledged) reply).ack().outcome();
        }
    }
}
