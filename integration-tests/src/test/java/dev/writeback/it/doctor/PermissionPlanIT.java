package dev.writeback.it.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.RDN;
import dev.writeback.it.directory.SambaExtension;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.process.AgentProcess;
import java.nio.charset.StandardCharsets;
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

/**
 * The whole way of an administrator: an account without any right, the doctor that says what it lacks, the commands that
 * grant it, executed as they are printed, the doctor all green, and a reset through the agent.
 */
final class PermissionPlanIT {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private static final String PASSWORD = "Fresh-Phrase-1!";
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static DoctorSite site;

    @BeforeAll
    static void start() throws Exception {
        site = DoctorSite.start(folder.resolve("site"), SAMBA.server());
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
    }

    /** A unit whose name is as bad as names get. */
    private static String createUnit(String name) throws Exception {
        String dn = new DN(new RDN("OU", name), new DN(DoctorSite.BASE)).toString();
        try (LDAPConnection admin = SAMBA.server().administrator()) {
            admin.add(dn, new Attribute("objectClass", "organizationalUnit"));
        }
        return dn;
    }

    private static Path config(String name, String account, String passwordFile, String unit) throws Exception {
        return site.configWith(
                name,
                SAMBA.server().serviceAccountDn(),
                account,
                "ldap.password",
                passwordFile,
                "scope: {include: [\"" + DoctorSite.STAFF + "\"]",
                "scope: {include: ['" + unit.replace("'", "''") + "']");
    }

    private static Cli.Result run(String shown, Object... arguments) throws Exception {
        Cli.Result result = Cli.usual().run(arguments);
        Cli.show(shown, result.out() + result.err());
        site.assertNoSecretIn(result);
        return result;
    }

    @Test
    void grantsWhatIsMissingAndNoMore() throws Exception {
        String unit = createUnit("Büro, \"Süd\"; $HOME `id` 'x' & 100% #1");
        String account = site.createServiceAccount("svc-fresh", PASSWORD);
        site.secretFile("fresh.password", PASSWORD);
        site.createAccount("CN=fresh01," + unit, "fresh01", "user", "Us3r-Passw0rd!");
        site.createAccount("CN=fresh02," + unit, "fresh02", "inetOrgPerson", "Us3r-Passw0rd!");
        Path config = config("fresh", account, "fresh.password", unit);

        Cli.Result before = run("20-before-the-grants", "doctor", "--config", config);
        assertThat(before.exitCode()).isEqualTo(1);
        assertThat(before.out())
                .contains("for objects of the class user lacks: Reset Password, write lockoutTime, write pwdLastSet\n")
                .contains(
                        "for objects of the class inetOrgPerson lacks: Reset Password, write lockoutTime, write pwdLastSet\n")
                .contains("\n2 failures, no warnings (");

        Cli.Result plan = run("21-plan-samba-tool", "plan-permissions", "--config", config, "--format", "samba-tool");
        assertThat(plan.exitCode()).isZero();
        execute(plan.out());

        Cli.Result after = run(
                "22-after-the-grants",
                "doctor",
                "--config",
                config,
                "--user",
                "userPrincipalName:fresh02@corp.example.test");
        assertThat(after.out()).contains("\nno failures, no warnings (");
        assertThat(after.exitCode()).isZero();

        assertThat(reset(config, "fresh01")).isEqualTo(Outcome.OK);
        assertThat(reset(config, "fresh02")).isEqualTo(Outcome.OK);
        assertHasNoOtherRight(account, unit);
    }

    /** For an account that is named, and for one operation only. */
    @Test
    void grantsOnlyWhatTheOperationsNeed() throws Exception {
        String unit = createUnit("Unlock only");
        String account = site.createServiceAccount("svc-unlock", PASSWORD);
        site.secretFile("unlock.password", PASSWORD);
        Path all = config("unlock-all", account, "unlock.password", unit);
        Path config = site.site.file("unlock.yaml");
        Files.copy(all, config);
        Files.writeString(
                config,
                Files.readString(all)
                        .replace(
                                "operations: {reset: true, change: true, adminReset: true",
                                "operations: {reset: false, change: false, adminReset: false"));

        Cli.Result plan = run(
                "23-plan-unlock-only",
                "plan-permissions",
                "--config",
                config,
                "--account",
                site.sidOf(account),
                "--format",
                "samba-tool");
        execute(plan.out());

        assertThat(run("24-unlock-only", "doctor", "--config", config).out()).contains("\nno failures, no warnings (");
        assertThat(run("25-unlock-only-resets-on", "doctor", "--config", all).out())
                .contains("for objects of the class user lacks: Reset Password, write pwdLastSet\n");
    }

    @Test
    void showsThePlanInEachForm() throws Exception {
        for (String form : new String[] {"text", "dsacls", "powershell"}) {
            Cli.Result plan = run("26-plan-" + form, "plan-permissions", "--config", site.config(), "--format", form);

            assertThat(plan.exitCode()).isZero();
            assertThat(plan.out())
                    .contains("S-1-5-21-")
                    .contains("Reset Password")
                    .contains(DoctorSite.STAFF);
        }
    }

    /** As an administrator would, who pastes them into a shell on the domain controller. */
    private static void execute(String commands) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh").redirectErrorStream(true);
        shell.environment()
                .merge(
                        "PATH",
                        SAMBA.server().commands(folder.resolve("commands")).toString(),
                        (path, first) -> first + ":" + path);
        Process process = shell.start();
        try (var in = process.getOutputStream()) {
            in.write(commands.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static Outcome reset(Path config, String user) throws Exception {
        AgentHttp http = new AgentHttp(site.httpPort);
        try (AgentProcess agent = AgentCommand.likeThisProcess(dev.writeback.agent.Main.class)
                        .shortLived()
                        .resolvingNames()
                        .start(config, folder.resolve("agent.log"));
                CloudClient cloud = CloudClient.connect(
                        new CloudConfigLoader(System::getenv).load(site.site.cloudConfig()),
                        Clock.systemUTC(),
                        new SecureRandom());
                Secret password = Secret.takeOwnershipOf("N3w-Long-Phrase".getBytes(StandardCharsets.UTF_8))) {
            agent.awaitReady(http, SOON);
            Subject subject = new Subject(Subject.Format.USER_PRINCIPAL_NAME, user + "@corp.example.test");
            Reply reply = cloud.send(
                            cloud.seal(Draft.reset(subject, Initiator.self()), Optional.of(password), Optional.empty()),
                            SOON)
                    .get(SOON.toSeconds() + 5, TimeUnit.SECONDS);
            assertThat(reply).isInstanceOf(Reply.Acknowledged.class);
            Ack ack = ((Reply.Acknowledged) reply).ack();
            return ack.outcome();
        }
    }

    /** Neither on the unit itself, nor on users elsewhere, nor for another attribute. */
    private static void assertHasNoOtherRight(String account, String unit) throws Exception {
        try (LDAPConnection bound = SAMBA.server().bind(account, PASSWORD)) {
            assertThat(bound.getEntry("CN=fresh01," + unit, "allowedAttributesEffective")
                            .getAttributeValues("allowedAttributesEffective"))
                    .containsExactlyInAnyOrder("lockoutTime", "pwdLastSet");
            assertThat(bound.getEntry(unit, "allowedAttributesEffective").hasAttribute("allowedAttributesEffective"))
                    .isFalse();
            assertThat(bound.getEntry("CN=u01," + DoctorSite.STAFF, "allowedAttributesEffective")
                            .hasAttribute("allowedAttributesEffective"))
                    .isFalse();
        }
    }
}
