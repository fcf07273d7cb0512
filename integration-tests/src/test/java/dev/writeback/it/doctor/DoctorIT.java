package dev.writeback.it.doctor;

import static dev.writeback.it.doctor.DoctorSite.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.agent.keys.Pkcs12Storage;
import dev.writeback.it.agent.Needs;
import dev.writeback.it.agent.WrongClock;
import dev.writeback.it.directory.SambaExtension;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.samba.SambaServer;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.tls.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A healthy site, and the situations in which one meets a doctor: each names its cause and what to do about it. */
final class DoctorIT {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    @RegisterExtension
    static final Needs TOOLS = Needs.commands("gcc", "setpriv");

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

    private static Cli.Result doctor(String name, Path config, Object... more) throws Exception {
        return doctor(Cli.usual(), name, config, more);
    }

    private static Cli.Result doctor(Cli cli, String name, Path config, Object... more) throws Exception {
        Object[] arguments = new Object[3 + more.length];
        arguments[0] = "doctor";
        arguments[1] = "--config";
        arguments[2] = config;
        System.arraycopy(more, 0, arguments, 3, more.length);
        Cli.Result result = cli.run(arguments);
        Cli.show(name, result.out() + result.err());
        site.assertNoSecretIn(result);
        assertThat(result.err()).as("the report alone").isEmpty();
        return result;
    }

    /** The failing line, what it says, and the advice right below it. */
    private static void assertFails(Cli.Result result, String check, String cause, String advice) {
        assertThat(result.exitCode()).as(result.out()).isEqualTo(1);
        String[] lines = result.out().split("\n");
        for (int i = 0; i < lines.length - 1; i++) {
            if (lines[i].matches("failure +" + java.util.regex.Pattern.quote(check) + ": .*")
                    && lines[i].contains(cause)) {
                assertThat(lines[i + 1]).contains("-> ").contains(advice);
                return;
            }
        }
        throw new AssertionError("no failure of '" + check + "' that says '" + cause + "' in:\n" + result.out());
    }

    /** Nothing else is blamed. */
    private static void assertFailures(Cli.Result result, int number) {
        assertThat(result.out()).contains("\n" + number + " failure" + (number == 1 ? "" : "s") + ", ");
    }

    @Test
    void isAllGreenOnAHealthySite() throws Exception {
        Cli.Result result = doctor("00-healthy", site.config(), "--user", "userPrincipalName:u01@corp.example.test");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("\nno failures, no warnings (").doesNotContain("failure ", "warning ");
        assertThat(result.out().lines())
                .contains("ok        access key: the relay accepts the key 'agent'")
                .contains("ok        requests: queue requests: Listen is granted")
                .contains("ok        replies: queue replies: Send is granted")
                .contains(
                        "ok          " + STAFF + ": for objects of the class user has: Reset Password, Change Password,"
                                + " write lockoutTime, write pwdLastSet")
                .contains("ok          domain: has: Unexpire Password")
                .contains("ok          scope: inside")
                .contains("ok          rights: on this object the service account has all that it needs")
                .anyMatch(
                        line -> line.startsWith("ok          password policy: domain: at least 7 characters, complex"))
                .contains("note    ping: not checked: no agent runs here; start it and look again")
                .contains("ok      user: u01@corp.example.test is one account");
    }

    @Test
    void isAllGreenBesideARunningAgent() throws Exception {
        AgentHttp http = new AgentHttp(site.httpPort);
        site.site.openDesk(Clock.systemUTC(), new SecureRandom());
        try (AgentProcess agent = AgentCommand.likeThisProcess(dev.writeback.agent.Main.class)
                .shortLived()
                .resolvingNames()
                .start(site.config(), folder.resolve("agent.log"))) {
            agent.awaitReady(http, Duration.ofSeconds(60));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> http.metric("writeback_heartbeat_last_success_timestamp_seconds") > 0);

            Cli.Result result = doctor("00b-beside-a-running-agent", site.config());

            assertThat(result.exitCode()).isZero();
            assertThat(result.out())
                    .contains("\nno failures, no warnings (")
                    .contains("ok      running agent: answers at 127.0.0.1 port " + site.httpPort)
                    .contains("ok        heartbeat: the relay took the last signed one ")
                    .contains("ok      ping: the cloud's signed answer was here after ")
                    .contains("ok        journal: 0 requests remembered");
        }
    }

    @Test
    void wrongAuthorityOfTheDirectory() throws Exception {
        Files.writeString(
                site.site.file("other-ca.pem"),
                TestAuthority.create("Somebody else's CA").caPem());

        Cli.Result result = doctor("01-wrong-ca", site.configWith("wrong-ca", "directory-ca.pem", "other-ca.pem"));

        assertFails(
                result,
                "TLS",
                "is signed by 'CN=samba-ad test CA, O=samba-ad test', which is not trusted; trusted are only the"
                        + " certificates in",
                "directories[0].trust.caFile");
        assertThat(result.out()).contains("note").contains("SHA-256 ");
        assertFailures(result, 1);
    }

    @Test
    void wrongAuthorityOfTheRelay() throws Exception {
        Files.writeString(
                site.site.file("other-ca.pem"),
                TestAuthority.create("Somebody else's CA").caPem());

        Cli.Result result =
                doctor("01b-wrong-relay-ca", site.configWith("wrong-relay-ca", "relay-ca.pem", "other-ca.pem"));

        assertFails(result, "TLS", "is signed by 'CN=Embedded Service Bus CA", "relay.serviceBus.caFile");
        assertThat(result.out())
                .contains("note      access key and queues: not checked: there is no connection to ask");
        assertFailures(result, 1);
    }

    @Test
    void wrongHost() throws Exception {
        Cli.Result result = doctor(
                "02-wrong-host",
                site.configWith("wrong-host", "ldaps://" + SambaServer.HOST, "ldaps://wrong.example.test"));

        assertFails(
                result,
                "TLS",
                "is for dc1.corp.example.test, corp.example.test, "
                        + SAMBA.server().address().getHostString() + ", not for wrong.example.test",
                "name the server in directories[0].servers as its certificate does");
        assertFailures(result, 1);
    }

    @Test
    void wrongPasswordIsTriedOnce() throws Exception {
        String dn = site.createServiceAccount("svc-mistyped", "Right-Phrase-1!");
        site.secretFile("mistyped.password", "Wrong-Phrase-1!");

        Cli.Result result = doctor(
                "03-wrong-password",
                site.configWith(
                        "wrong-password", SAMBA.server().serviceAccountDn(), dn, "ldap.password", "mistyped.password"));

        assertFails(
                result,
                "bind",
                "'" + dn + "' is refused: its password or key is wrong (80090308: LdapErr",
                "directories[0].bind.passwordFile");
        assertThat(result.out())
                .contains("data 52e")
                .contains("note      rights: not checked: no server could be asked");
        assertFailures(result, 1);
        try (LDAPConnection admin = SAMBA.server().administrator()) {
            assertThat(admin.getEntry(dn, "badPwdCount").getAttributeValue("badPwdCount"))
                    .isEqualTo("1");
        }
    }

    @Test
    void lockedServiceAccount() throws Exception {
        String password = "Right-Phrase-1!";
        String dn = site.createServiceAccount("svc-locked", password);
        site.secretFile("locked.password", password);
        for (int i = 0; i < 6; i++) {
            assertRefused(dn);
        }

        Cli.Result result = doctor(
                "04-locked-service-account",
                site.configWith("locked", SAMBA.server().serviceAccountDn(), dn, "ldap.password", "locked.password"));

        assertFails(result, "bind", "'" + dn + "' is locked (", "unlock the account in the directory");
        assertThat(result.out()).contains("data 775");
        assertFailures(result, 1);
    }

    private static void assertRefused(String dn) throws LDAPException {
        try (LDAPConnection bound = SAMBA.server().bind(dn, "Wrong-Phrase-2!")) {
            throw new AssertionError("bound as " + bound);
        } catch (LDAPException e) {
            assertThat(e.getResultCode()).isEqualTo(ResultCode.INVALID_CREDENTIALS);
        }
    }

    @Test
    void missingRight() throws Exception {
        String unit = "OU=Doctor-Half," + DoctorSite.BASE;
        try (LDAPConnection admin = SAMBA.server().administrator()) {
            admin.add(unit, new Attribute("objectClass", "organizationalUnit"));
        }
        String password = "Right-Phrase-1!";
        String dn = site.createServiceAccount("svc-half", password);
        site.secretFile("half.password", password);
        SAMBA.server()
                .tool(
                        "dsacl",
                        "set",
                        "--objectdn=" + unit,
                        "--sddl=(OA;CIIO;WP;28630ebf-41d5-11d1-a9c1-0000f80367c1;bf967aba-0de6-11d0-a285-00aa003049e2;"
                                + site.sidOf(dn) + ")");

        Cli.Result result = doctor(
                "05-missing-right",
                site.configWith(
                        "half",
                        SAMBA.server().serviceAccountDn(),
                        dn,
                        "ldap.password",
                        "half.password",
                        "scope: {include: [\"" + STAFF + "\"]",
                        "scope: {include: [\"" + unit + "\"]"));

        assertFails(
                result,
                unit,
                "for objects of the class user lacks: Reset Password, write pwdLastSet",
                "writeback plan-permissions");
        assertFailures(result, 1);
    }

    @Test
    void noPolicyHints() throws Exception {
        Cli.Result result = doctor(
                "06-no-policy-hints",
                site.configWith(
                        "no-hints",
                        "allowUserPrincipalName: true",
                        "allowUserPrincipalName: true\n    requireHistoryOnReset: true"));

        assertFails(
                result,
                "policy hints",
                "does not support the policy hints control",
                "directories[0].requireHistoryOnReset");
        assertFailures(result, 1);
    }

    @Test
    void clockSkew() throws Exception {
        WrongClock clock =
                new WrongClock(Files.createDirectories(folder.resolve("time")).resolve("offset"));
        clock.jump(Duration.ofMinutes(10));

        Cli.Result result = doctor(
                Cli.usual().withEnvironment(clock.environment()), "07-clock-skew", site.configWith("clock-skew"));

        assertFails(
                result,
                "clock",
                "this host is 10 min",
                "set this host's clock and keep it right with chrony or systemd-timesyncd");
        assertThat(result.out()).contains("ahead of the clock of " + SambaServer.HOST);
        assertFailures(result, 1);
    }

    @Test
    void wrongAccessKey() throws Exception {
        String connection = Files.readString(site.site.file("agent.connection")).strip();
        String wrong = connection.endsWith("AA=") ? "BB=" : "AA=";
        site.secretFile("wrong.connection", connection.substring(0, connection.length() - 3) + wrong);

        Cli.Result result =
                doctor("08-wrong-sas-key", site.configWith("wrong-key", "agent.connection", "wrong.connection"));

        assertFails(
                result,
                "access key",
                "the relay refuses the key 'agent': the key is wrong",
                "get the present connection string from the cloud");
        assertFailures(result, 1);
    }

    @Test
    void missingRightOnAQueue() throws Exception {
        Files.copy(site.site.file("cloud.connection"), site.site.file("clouds.connection"));

        Cli.Result result = doctor(
                "08b-wrong-queue-rights", site.configWith("clouds-key", "agent.connection", "clouds.connection"));

        assertFails(
                result, "requests", "lacks Listen on the queue requests", "give the key's policy Listen on requests");
        assertFails(result, "replies", "lacks Send on the queue replies", "give the key's policy Send on replies");
    }

    @Test
    void missingQueue() throws Exception {
        Cli.Result result = doctor(
                "09-missing-queue", site.configWith("missing-queue", "requests: requests", "requests: to-agents"));

        assertFails(
                result,
                "requests",
                "there is no queue to-agents in the namespace",
                "create it in the cloud, or correct relay.serviceBus.requests");
        assertFailures(result, 1);
    }

    /** The store is somebody else's, and root here may not read all that it wants. */
    @Test
    void unreadableKey() throws Exception {
        Path store = site.site.file("private-keys.p12");
        Files.copy(site.site.file("agent-keys.p12"), store);
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
        Files.setOwner(
                store, store.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

        Cli.Result result = doctor(
                Cli.usual().startedBy("setpriv", "--bounding-set=-dac_override,-dac_read_search"),
                "10-unreadable-key",
                site.configWith("unreadable-key", "agent-keys.p12", "private-keys.p12"));

        assertFails(
                result,
                "own keys",
                "private-keys.p12: found a file that this user may not read; accepted: a file of the agent's user",
                "readable for the agent's user");
        assertFails(result, "keys.store", "private-keys.p12', which belongs to nobody", "mend it: chown root ");
        assertFailures(result, 2);
    }

    @Test
    void keyThatOthersCanRead() throws Exception {
        Path store = site.site.file("open-keys.p12");
        Files.copy(site.site.file("agent-keys.p12"), store);
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r--r--"));

        Cli.Result result =
                doctor("10c-key-that-others-can-read", site.configWith("open-key", "agent-keys.p12", "open-keys.p12"));

        assertFails(
                result,
                "keys.store",
                "open-keys.p12', which its group and everybody else can read (mode rw-r--r--)",
                "mend it: chmod 600 ");
        assertFailures(result, 1);
    }

    @Test
    void pinThatDoesNotOpenTheKeys() throws Exception {
        site.secretFile("other.pin", "another-pin-9");

        Cli.Result result = doctor("10b-wrong-pin", site.configWith("wrong-pin", "agent-keys.pin", "other.pin"));

        assertFails(
                result, "own keys", "found a store that the PIN does not open", "put the key store and its PIN back");
        assertFailures(result, 1);
    }

    @Test
    void expiredKey() throws Exception {
        AgentKeys.generate(
                new Pkcs12Storage(
                        site.site.file("old-keys.p12"),
                        "hq-1",
                        () -> Secret.takeOwnershipOf(read(site.site.file("agent-keys.pin"))),
                        new SecureRandom()),
                Instant.now().minus(Duration.ofDays(190)));

        Cli.Result result = doctor(
                "11-expired-key",
                site.configWith(
                        "expired-key",
                        "agent-keys.p12",
                        "old-keys.p12",
                        "stateDirectory: state",
                        "stateDirectory: old"));

        assertFails(result, "signature", "has ended 10 days ago", "enrol this machine again with a new code");
        assertFails(result, "encryption", "has ended 10 days ago", "enrol this machine again with a new code");
        assertFailures(result, 2);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readString(file).strip().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void proxyDown() throws Exception {
        int nobody = Site.freePort();

        Cli.Result result = doctor(
                "12-proxy-down",
                site.configWith(
                        "proxy-down",
                        "keys: cloud-keys.jwks}",
                        "keys: cloud-keys.jwks, url: \"https://sspr.example.test/desk\", proxy: \"http://127.0.0.1:"
                                + nobody + "\"}"));

        assertFails(
                result,
                "proxy",
                "the proxy 127.0.0.1:" + nobody + " cannot be reached: Connection refused",
                "start the proxy, open the way to it, or correct cloud.proxy");
        assertFailures(result, 1);
    }

    @Test
    void printsTheSameAsJson() throws Exception {
        Cli.Result result = Cli.usual()
                .run(
                        "doctor",
                        "--config",
                        site.configWith("json", "requests: requests", "requests: to-agents"),
                        "-o",
                        "json");

        Cli.show("13-json", result.out());
        site.assertNoSecretIn(result);
        assertThat(result.exitCode()).isEqualTo(1);
        var report = new com.fasterxml.jackson.databind.ObjectMapper().readTree(result.out());
        assertThat(report.path("status").asText()).isEqualTo("failure");
        assertThat(report.path("failures").asInt()).isEqualTo(1);
    }

    @Test
    void looksAtUsersWhoAreNotServed() throws Exception {
        Cli.Result admin =
                doctor("14-user-protected", site.config(), "--user", "userPrincipalName:admin01@corp.example.test");
        assertFails(admin, "protection", "protected: [", "such accounts are never written to");

        Cli.Result outside =
                doctor("15-user-outside", site.config(), "--user", "userPrincipalName:outside01@corp.example.test");
        assertFails(outside, "scope", "outside: not below", "scope.include");

        Cli.Result nobody =
                doctor("16-user-unknown", site.config(), "--user", "userPrincipalName:nobody@corp.example.test");
        assertFails(nobody, "user", "is in no directory", "baseDn");

        Cli.Result locked =
                doctor("17-user-locked", site.config(), "--user", "userPrincipalName:locked01@corp.example.test");
        assertThat(locked.exitCode()).isZero();
        assertThat(locked.out()).contains("state: the account is locked out");
    }
}
