package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.Administrator.dn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerAddress.Transport;
import dev.writeback.sandbox.samba.SambaServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on a real Samba AD domain controller, and what only a real server can show. */
@HeldOn("Samba AD")
final class SambaDirectoryIT extends DirectoryContract implements SignInPart.Restricted {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private static final String PSO = "CN=PSO-Readable,CN=Password Settings Container,CN=System," + Administrator.BASE;

    @Override
    TestDirectory directory() {
        return new SambaTestDirectory(SAMBA.server());
    }

    @Test
    void resetsOverStartTls() throws Exception {
        administrator().give("u02", USER_PASSWORD);
        ServerAddress startTls = new ServerAddress(Transport.START_TLS, SambaServer.HOST, 389);
        try (Directory upgraded = ActiveDirectory.open(settings().with(startTls))) {
            assertApplied(upgraded.reset(account(upgraded, "u02"), secret(GOOD), PLAIN));
        }
        assertThat(administrator().canBind("u02", GOOD)).isTrue();
    }

    @Test
    void checksTheHostNameOverStartTlsBeforeAnyCredentialIsSent() {
        AtomicInteger credentials = new AtomicInteger();
        ServerAddress wrong = new ServerAddress(
                Transport.START_TLS, directory().addressByWrongName().host(), 389);
        try (Directory stranger = ActiveDirectory.open(settings().with(wrong, () -> {
            credentials.incrementAndGet();
            return secret("must-not-be-sent");
        }))) {
            assertThat(unavailable(stranger)).contains(wrong.host(), SambaServer.HOST);
        }
        assertThat(credentials).hasValue(0);
    }

    @Test
    void writesNothingOverTheGlobalCatalogPort() throws Exception {
        administrator().give("u02", USER_PASSWORD);
        long before = administrator().passwordVersion("u02");
        ServerAddress catalog = new ServerAddress(Transport.LDAPS, SambaServer.HOST, 3269);
        try (Directory misled = ActiveDirectory.open(settings().with(catalog))) {
            assertRefused(misled.reset(account(misled, "u02"), secret(GOOD), PLAIN), Refusal.OTHER);
        }
        assertThat(administrator().passwordVersion("u02")).isEqualTo(before);
    }

    /** The server works on a request that it received, however late: an elapsed time limit proves nothing. */
    @Test
    void doesNotKnowWhatBecomesOfAWriteToAServerThatStandsStill() throws Exception {
        administrator().give("u03", USER_PASSWORD);
        long before = administrator().passwordVersion("u03");
        ServerAddress server = settings().server();
        try (TlsTap tap = new TlsTap(server.host(), server.port());
                Directory impatient = ActiveDirectory.open(settings()
                        .with(
                                new ServerAddress(server.transport(), server.host(), tap.port()),
                                Duration.ofMillis(700)))) {
            Account account = account(impatient, "u03");
            tap.onRecord(REQUESTS_BEFORE_WRITE + 1, () -> {
                SAMBA.server().freeze();
                return TlsTap.Fate.PASS;
            });
            try {
                assertThat(impatient.reset(account, secret(GOOD), PLAIN)).isInstanceOf(DirectoryOutcome.Unknown.class);
                assertThat(impatient.health().isReachable()).isFalse();
                assertThat(impatient.reset(account, secret(GOOD + "-2"), PLAIN))
                        .isInstanceOf(DirectoryOutcome.Unavailable.class);
            } finally {
                SAMBA.server().thaw();
            }
            await().untilAsserted(() ->
                    assertThat(administrator().canBind("u03", GOOD)).isTrue());
            assertThat(administrator().passwordVersion("u03")).isEqualTo(before + 1);
        }
    }

    @Test
    void isUnavailableWhileTheServerIsGoneAndRecoversByItself() throws Exception {
        try (Directory own = ActiveDirectory.open(settings().base())) {
            Account account = account(own, "u04");
            SAMBA.server().crash();
            try {
                assertThat(unavailable(own)).contains(SambaServer.HOST);
                assertThat(own.reset(account, secret(GOOD), PLAIN)).isInstanceOf(DirectoryOutcome.Unavailable.class);
                assertThat(own.health().isReachable()).isFalse();
            } finally {
                SAMBA.server().restart();
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(own.find(new AccountRef.ByGuid(account.guid())))
                            .isInstanceOf(Lookup.Found.class));
            assertApplied(own.reset(account, secret(GOOD + "-back"), PLAIN));
        } finally {
            reconnectAdministrator();
        }
    }

    @Test
    void explainsAFineGrainedPolicyThatTheServiceAccountMayRead() throws Exception {
        administrator().createPolicy(PSO, dn("u19"), 14, 5);
        SAMBA.server()
                .tool(
                        "dsacl",
                        "set",
                        "--objectdn=" + PSO,
                        "--sddl=(A;;RP;;;" + found("svc-writeback").sid() + ")");
        try {
            DirectoryOutcome.Refused refused =
                    assertRefused(reset(found("u19"), "Sh0rt-phrase", PLAIN), Refusal.POLICY);

            assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_SHORT);
            assertThat(refused.policy()).hasValueSatisfying(policy -> {
                assertThat(policy.minLength()).isEqualTo(14);
                assertThat(policy.historyLength()).isEqualTo(5);
                assertThat(policy.source()).isEqualTo("PSO-Readable");
            });
        } finally {
            administrator().delete(PSO);
        }
    }

    @Test
    void unlocksAUserOfAnOrganizationalUnitWithDifficultCharacters() throws Exception {
        String unit = "OU=\\#1 \\, \\+\\\"\\\\\\<\\>\\; \\3D/\\ ," + Administrator.STAFF;
        administrator().createUnit(unit);
        String user = "CN=odd\\, one," + unit;
        administrator().create(user, "odd01");
        try {
            Account account = found(new AccountRef.ByGuid(administrator().guidOfEntry(user)));

            assertApplied(port().unlock(account));
            assertApplied(reset(account, GOOD, PLAIN));
        } finally {
            administrator().delete(user);
            administrator().delete(unit);
        }
    }
}
