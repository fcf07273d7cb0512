package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.agent.Agent;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.Violation;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteDirectory;
import dev.writeback.sandbox.site.SiteSettings;
import dev.writeback.sandbox.slapd.SlapdServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From the cloud to OpenLDAP and back: an agent with a directory of the type standard. */
final class StandardRoadIT {
    @RegisterExtension
    static final SlapdExtension SLAPD = new SlapdExtension();

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final String FRESH = "Fresh-Phrase-1!";

    @TempDir
    static Path folder;

    private static Site site;
    private static Agent agent;
    private static CloudClient cloud;
    private static StandardPeople people;

    @BeforeAll
    static void open() throws Exception {
        SlapdServer server = SLAPD.server();
        SiteDirectory given = new SiteDirectory(
                server.url(),
                server.baseDn(),
                server.caPem(),
                server.serviceAccountDn("svc-writeback"),
                server.serviceAccountPassword(),
                server.staffDn());
        site = Site.open(
                SiteSettings.in(folder.resolve("site"), Site.freePort()).withGiven(given),
                Clock.systemUTC(),
                new SecureRandom());
        String config = Files.readString(site.agentConfig());
        assertThat(config).contains("    type: active-directory\n");
        Files.writeString(site.agentConfig(), config.replace("    type: active-directory\n", """
                            type: standard
                            loginAttribute: mail
                            defaultPolicy: "%s"
                            protectedGroups: ["%s"]
                            hashesCleartext: true
                        """.formatted(
                        server.defaultPolicyDn(), server.adminsDn())
                .replaceAll("(?m)^ *", "    ")));
        agent = Agent.start(
                new AgentConfigLoader(System::getenv).load(site.agentConfig()), Clock.systemUTC(), new SecureRandom());
        cloud = CloudClient.connect(
                new CloudConfigLoader(System::getenv).load(site.cloudConfig()), Clock.systemUTC(), new SecureRandom());
        people = new StandardPeople(new SlapdTestDirectory(server));
        await().atMost(ANSWER)
                .untilAsserted(() -> assertThat(agent.readiness().ready()).isTrue());
    }

    @AfterAll
    static void close() throws Exception {
        if (people != null) {
            people.close();
        }
        if (cloud != null) {
            cloud.close();
        }
        if (agent != null) {
            agent.close();
        }
        if (site != null) {
            site.close();
        }
    }

    private static Subject byUuid(String name) throws LDAPException {
        return new Subject(Subject.Format.OBJECT_GUID, people.guidOf(name).toString());
    }

    private static Ack send(Draft draft, Optional<String> password, Optional<String> current) throws Exception {
        Optional<Secret> sealed = password.map(text -> Secret.takeOwnershipOf(text.getBytes(UTF_8)));
        Optional<Secret> old = current.map(text -> Secret.takeOwnershipOf(text.getBytes(UTF_8)));
        try {
            Reply reply = cloud.send(cloud.seal(draft, sealed, old), ANSWER).get(40, TimeUnit.SECONDS);
            assertThat(reply).isInstanceOf(Reply.Acknowledged.class);
            return ((Reply.Acknowledged) reply).ack();
        } finally {
            sealed.ifPresent(Secret::close);
            old.ifPresent(Secret::close);
        }
    }

    private static Ack reset(Subject subject, String password) throws Exception {
        return send(Draft.reset(subject, Initiator.self()), Optional.of(password), Optional.empty());
    }

    @Test
    void resetsByUuidAndByLoginName() throws Exception {
        assertThat(reset(byUuid("u01"), FRESH).outcome()).isEqualTo(Outcome.OK);
        assertThat(reset(new Subject(Subject.Format.USER_PRINCIPAL_NAME, "U02@example.test"), FRESH)
                        .outcome())
                .isEqualTo(Outcome.OK);

        assertThat(people.canBind("u01", FRESH)).isTrue();
        assertThat(people.canBind("u02", FRESH)).isTrue();
    }

    @Test
    void tellsWhyAResetIsRefused() throws Exception {
        Ack ack = reset(byUuid("u03"), "Ab1-xy");

        assertThat(ack.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(ack.reason()).contains(Reason.POLICY_VIOLATION);
        assertThat(ack.violations()).containsExactly(Violation.TOO_SHORT);
        assertThat(reset(byUuid("outside01"), FRESH).reason()).contains(Reason.OUT_OF_SCOPE);
        assertThat(reset(byUuid("admin01"), FRESH).reason()).contains(Reason.PROTECTED_ACCOUNT);
    }

    @Test
    void changesWithTheCurrentPasswordOnly() throws Exception {
        people.give("u05", USER_PASSWORD);
        Draft change = Draft.change(byUuid("u05"), Initiator.self());

        assertThat(send(change, Optional.of(FRESH), Optional.of("not-the-one")).reason())
                .contains(Reason.WRONG_CURRENT_PASSWORD);
        assertThat(people.canBind("u05", USER_PASSWORD)).isTrue();
        assertThat(send(change, Optional.of(FRESH), Optional.of(USER_PASSWORD)).outcome())
                .isEqualTo(Outcome.OK);
        assertThat(people.canBind("u05", FRESH)).isTrue();
    }

    @Test
    void unlocks() throws Exception {
        people.give("u06", USER_PASSWORD);
        people.lock("u06");

        Ack ack = send(Draft.unlock(byUuid("u06"), Initiator.self()), Optional.empty(), Optional.empty());

        assertThat(ack.outcome()).isEqualTo(Outcome.OK);
        assertThat(people.canBind("u06", USER_PASSWORD)).isTrue();
    }

    @Test
    void validatesWithoutWriting() throws Exception {
        people.give("u07", USER_PASSWORD);
        Draft validate = Draft.validate(byUuid("u07"), Initiator.self());

        assertThat(send(validate, Optional.of(FRESH), Optional.empty()).outcome())
                .isEqualTo(Outcome.OK);
        assertThat(send(validate, Optional.of("Ab1-xy"), Optional.empty()).reason())
                .contains(Reason.POLICY_VIOLATION);
        assertThat(people.canBind("u07", USER_PASSWORD)).isTrue();
    }
}
