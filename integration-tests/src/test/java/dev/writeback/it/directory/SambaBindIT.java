package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.Administrator.dn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerAddress.Transport;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.directory.ldap.ServiceBind;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.samba.SambaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways to bind, on a real domain controller and its Kerberos authority, and that none of them locks the account. */
@HeldOn("Samba AD")
final class SambaBindIT {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private static final String PLAIN = "svc-plain";
    private static final String PLAIN_PASSWORD = "Svc-Passw0rd-1!";
    private static final String GOOD = "N3w-Secret-Phrase";
    private static final String OTHER_REALM = "EAST.EXAMPLE.TEST";

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private Administrator administrator;
    private Path keytab;

    @BeforeEach
    void prepare() throws Exception {
        administrator = new Administrator(new SambaTestDirectory(SAMBA.server()));
        administrator.give(PLAIN, PLAIN_PASSWORD);
        keytab = folder.resolve("svc.keytab");
    }

    @AfterEach
    void putRight() throws Exception {
        administrator.give(PLAIN, PLAIN_PASSWORD);
        administrator.set(dn(PLAIN), "userAccountControl", "66048");
        administrator.set(dn(PLAIN), "accountExpires", "0");
        administrator.close();
    }

    private ActiveDirectorySettings settings(ServiceBind bind, Transport transport, Clock clock) {
        ActiveDirectorySettings base = new Settings(new SambaTestDirectory(SAMBA.server()).settings()).with(bind);
        int port = transport == Transport.LDAPS ? SambaServer.LDAPS : 389;
        return new ActiveDirectorySettings(
                base.name(),
                ServerChoice.of(new ServerAddress(transport, SambaServer.HOST, port)),
                base.baseDn(),
                base.caFile(),
                base.bind(),
                base.connectTimeout(),
                base.responseTimeout(),
                base.poolSize(),
                base.historyRequired(),
                clock);
    }

    private Directory open(ServiceBind bind) {
        return ActiveDirectory.open(settings(bind, Transport.LDAPS, Clock.systemUTC()));
    }

    private Directory openWithMovableClock(ServiceBind bind) {
        InstantSource source = now::get;
        return ActiveDirectory.open(settings(bind, Transport.LDAPS, source.withZone(ZoneOffset.UTC)));
    }

    private ServiceBind kerberos(String accountName) {
        SambaServer server = SAMBA.server();
        return new ServiceBind.WithKerberos(accountName + "@" + server.realm(), keytab, List.of(server.kdc()));
    }

    private static ServiceBind password(AtomicReference<String> content) {
        return new ServiceBind.WithPassword(
                dn(PLAIN), () -> Secret.takeOwnershipOf(content.get().getBytes(UTF_8)));
    }

    private static String probed(Directory directory) {
        directory.probe();
        return directory.health().servers().get(0).detail();
    }

    private static void assertServes(Directory directory) {
        String detail = probed(directory);
        assertThat(directory.health().isReachable()).as(detail).isTrue();
    }

    private static void assertRefusedInWords(Directory directory, String words) {
        assertThat(probed(directory)).contains("the service account", PLAIN, words);
        assertThat(directory.health().isReachable()).isFalse();
    }

    private void probeOften(Directory directory) {
        for (int i = 0; i < 7; i++) {
            directory.probe();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void findsResetsAndUnlocksByKerberos(Transport transport) throws Exception {
        SAMBA.server().exportKeytab("svc-writeback", keytab);
        administrator.give("u09", USER_PASSWORD);
        administrator.lock("u09");
        try (Directory directory =
                ActiveDirectory.open(settings(kerberos("svc-writeback"), transport, Clock.systemUTC()))) {
            Account account =
                    ((Lookup.Found) directory.find(new AccountRef.ByGuid(administrator.guidOf("u09")))).account();
            assertThat(account.locked()).isTrue();

            try (Secret fresh = Secret.takeOwnershipOf((GOOD + transport).getBytes(UTF_8))) {
                assertThat(directory.reset(account, fresh, new ResetOptions(false, false)))
                        .isInstanceOf(DirectoryOutcome.Applied.class);
            }
            assertThat(directory.unlock(account)).isInstanceOf(DirectoryOutcome.Applied.class);
        }
        assertThat(administrator.canBind("u09", GOOD + transport)).isTrue();
    }

    @Test
    void sendsAWrongKeyOnceAndTakesTheRightOneAtOnce() throws Exception {
        SAMBA.server().exportKeytab(PLAIN, keytab);
        Keytab.spoil(keytab);
        try (Directory directory = open(kerberos(PLAIN))) {
            probeOften(directory);

            assertRefusedInWords(directory, "its password or key is wrong");
            assertThat(administrator.number(PLAIN, "badPwdCount")).isEqualTo(1);

            SAMBA.server().exportKeytab(PLAIN, keytab);
            assertServes(directory);
        }
    }

    @Test
    void takesANewKeytabWithoutARestart() throws Exception {
        SAMBA.server().exportKeytab(PLAIN, keytab);
        try (Directory directory = open(kerberos(PLAIN))) {
            assertServes(directory);

            administrator.setPassword(dn(PLAIN), "An0ther-Svc-Password");
            SAMBA.server().exportKeytab(PLAIN, keytab);
            SAMBA.server().crash();
            SAMBA.server().restart();
            directory.probe();

            assertServes(directory);
        }
        administrator.close();
        administrator = new Administrator(new SambaTestDirectory(SAMBA.server()));
        assertThat(administrator.number(PLAIN, "badPwdCount")).isZero();
    }

    @Test
    void saysThatAnAccountIsDisabledByKerberosAndRecoversByItself() throws Exception {
        SAMBA.server().exportKeytab(PLAIN, keytab);
        administrator.set(dn(PLAIN), "userAccountControl", "66050");
        try (Directory directory = openWithMovableClock(kerberos(PLAIN))) {
            assertRefusedInWords(directory, "is locked, disabled or expired");

            administrator.set(dn(PLAIN), "userAccountControl", "66048");
            assertRefusedInWords(directory, "is locked, disabled or expired");
            now.set(now.get().plus(Duration.ofMinutes(10)));
            assertServes(directory);
        }
    }

    @Test
    void saysThatThePasswordHasExpiredByKerberos() throws Exception {
        SAMBA.server().exportKeytab(PLAIN, keytab);
        administrator.set(dn(PLAIN), "userAccountControl", "512");
        administrator.set(dn(PLAIN), "pwdLastSet", "0");
        try (Directory directory = open(kerberos(PLAIN))) {
            assertRefusedInWords(directory, "its password has expired");
        }
    }

    @Test
    void saysThatAKeytabIsOfAnotherPrincipal() {
        SAMBA.server().exportKeytab("svc-writeback", keytab);
        try (Directory directory = open(kerberos(PLAIN))) {
            assertThat(probed(directory))
                    .contains(
                            "the keytab",
                            "holds no key of " + PLAIN + "@" + SAMBA.server().realm());
        }
    }

    /** The Java runtime has one Kerberos configuration; the directories must not take each other's realm away. */
    @Test
    void keepsRealmsApart() throws Exception {
        SAMBA.server().exportKeytab(PLAIN, keytab);
        Path foreign = folder.resolve("foreign.keytab");
        Files.write(
                foreign,
                Keytab.ofRealm(Files.readAllBytes(keytab), SAMBA.server().realm(), OTHER_REALM));
        try (Directory own = open(kerberos(PLAIN));
                Directory other = open(
                        new ServiceBind.WithKerberos(PLAIN + "@" + OTHER_REALM, foreign, List.of("127.0.0.1:9")))) {
            assertThat(probed(other))
                    .contains("no Kerberos ticket for " + PLAIN + "@" + OTHER_REALM, "Connection refused");
            assertServes(own);
        }
    }

    @Test
    void saysThatAnAccountIsLockedAndDoesNotCountUp() throws Exception {
        administrator.lock(PLAIN);
        try (Directory directory = openWithMovableClock(password(new AtomicReference<>(PLAIN_PASSWORD)))) {
            probeOften(directory);
            assertRefusedInWords(directory, "is locked");

            administrator.set(dn(PLAIN), "lockoutTime", "0");
            now.set(now.get().plus(Duration.ofMinutes(10)));
            assertServes(directory);
        }
    }

    @Test
    void saysThatAnAccountIsDisabled() throws Exception {
        administrator.set(dn(PLAIN), "userAccountControl", "66050");
        try (Directory directory = open(password(new AtomicReference<>(PLAIN_PASSWORD)))) {
            assertRefusedInWords(directory, "is disabled");
        }
    }

    @Test
    void saysThatAnAccountHasExpired() throws Exception {
        administrator.set(dn(PLAIN), "accountExpires", "132223104000000000");
        try (Directory directory = open(password(new AtomicReference<>(PLAIN_PASSWORD)))) {
            assertRefusedInWords(directory, "has expired");
        }
    }

    @Test
    void takesANewPasswordWithoutARestart() throws Exception {
        AtomicReference<String> file = new AtomicReference<>(PLAIN_PASSWORD);
        try (Directory directory = open(password(file))) {
            assertServes(directory);
            administrator.setPassword(dn(PLAIN), "An0ther-Svc-Password");
            file.set("An0ther-Svc-Password");
            SAMBA.server().crash();
            SAMBA.server().restart();
            directory.probe();

            assertServes(directory);
        }
        administrator.close();
        administrator = new Administrator(new SambaTestDirectory(SAMBA.server()));
        assertThat(administrator.number(PLAIN, "badPwdCount")).isZero();
    }
}
