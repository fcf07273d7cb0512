package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.StandardPeople.BASE;
import static dev.writeback.it.directory.StandardPeople.dn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Account;
import dev.writeback.directory.Account.Protection;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerAddress.Transport;
import dev.writeback.directory.standard.StandardDirectory;
import dev.writeback.directory.standard.StandardDirectorySettings;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What holds on every directory that speaks RFC 3062 and the password policy draft, beside the {@link PortContract}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StandardDirectoryContract extends PortContract implements OutagePart, SpoiltAnswersPart {
    /** The account is read, and its lock is compared, on the connection that the write then uses. */
    static final int REQUESTS_BEFORE_WRITE = 2;

    private Directory port;
    private StandardPeople people;

    /** The directory under test, seeded. */
    abstract StandardTestDirectory directory();

    @BeforeAll
    void open() throws LDAPException {
        port = StandardDirectory.open(directory().settings());
        people = new StandardPeople(directory());
    }

    @AfterAll
    void close() {
        if (port != null) {
            port.close();
        }
        if (people != null) {
            people.close();
        }
    }

    @Override
    final Directory port() {
        return port;
    }

    @Override
    final StandardPeople people() {
        return people;
    }

    @Override
    public final StandardDirectoryContract standard() {
        return this;
    }

    public final PortContract contract() {
        return this;
    }

    public final ServerAddress address() {
        return directory().settings().servers().get(0);
    }

    /** After the server was away. */
    final void reconnect() throws LDAPException {
        people.close();
        people = new StandardPeople(directory());
    }

    // --- look-up

    @Test
    void findsByEntryUuidInTheFormOfAnObjectGuid() throws LDAPException {
        Account account = found("u01");

        assertThat(account.guid()).isEqualTo(people.guidOf("u01"));
        assertThat(account.dn()).isEqualToIgnoringCase(dn("u01"));
        assertThat(account.sid()).isEmpty();
        assertThat(account.directory()).isEqualTo(directory().settings().name());
        assertThat(account.server())
                .isEqualTo(directory().settings().servers().get(0).name());
        assertThat(account.protections()).isEmpty();
        assertThat(account.disabled()).isFalse();
        assertThat(account.locked()).isFalse();
        assertThat(port.findOn(account.server(), account.guid())).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void findsByTheLoginAttributeInAnyCase() {
        Account account = found(new AccountRef.ByUserPrincipalName("U02"));

        assertThat(account.dn()).isEqualToIgnoringCase(dn("u02"));
    }

    @Test
    void findsNobodyByWhatOnlyActiveDirectoryHas() {
        assertThat(port.find(new AccountRef.ByImmutableId("0123456789abcdef".getBytes(UTF_8))))
                .isInstanceOf(Lookup.NotFound.class);
        assertThat(port.find(new AccountRef.BySid("S-1-5-21-1-2-3-1104"))).isInstanceOf(Lookup.NotFound.class);
    }

    // --- reset

    @Test
    void resetsAPassword() throws LDAPException {
        people.give("u04", USER_PASSWORD);

        assertApplied(reset(found("u04"), GOOD, PLAIN));

        assertThat(people.canBind("u04", GOOD)).isTrue();
        assertThat(people.canBind("u04", USER_PASSWORD)).isFalse();
    }

    // --- the policy holds for resets too

    @Test
    void refusesAResetToWhatIsTooShort() throws LDAPException {
        people.give("u09", USER_PASSWORD);

        DirectoryOutcome.Refused refused = assertRefused(reset(found("u09"), "Ab1-xy", PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_SHORT);
        assertThat(people.canBind("u09", USER_PASSWORD)).isTrue();
    }

    @Test
    void saysThatAPasswordIsTooLong() throws LDAPException {
        DirectoryOutcome.Refused refused =
                assertRefused(reset(found("u09"), "Aa1-" + "x".repeat(61), PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).hasSize(1).isSubsetOf(PolicyViolation.TOO_LONG, PolicyViolation.UNSPECIFIED);
    }

    @Test
    void holdsAResetAgainstTheHistory() throws LDAPException {
        people.give("u14", "F1rst-Secret-Phrase");
        people.give("u14", "S3cond-Secret-Phrase");

        DirectoryOutcome.Refused refused =
                assertRefused(reset(found("u14"), "F1rst-Secret-Phrase", PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.HISTORY);
    }

    // --- the stamp

    @Test
    void stampStaysWithARefusal() throws LDAPException {
        people.give("u10", USER_PASSWORD);
        PasswordStamp before = found("u10").password().orElseThrow();

        assertRefused(reset(found("u10"), "short", PLAIN), Refusal.POLICY);

        assertThat(found("u10").password()).contains(before);
    }

    /** Recovery takes an unchanged time for a write that was not made: two writes never share a second. */
    @Test
    void stampMovesWithEachWriteHoweverSoon() throws LDAPException {
        people.give("u10", USER_PASSWORD);
        PasswordStamp before = found("u10").password().orElseThrow();

        assertApplied(reset(found("u10"), GOOD, PLAIN));
        PasswordStamp first = found("u10").password().orElseThrow();
        assertApplied(reset(found("u10"), GOOD + "-2", PLAIN));
        PasswordStamp second = found("u10").password().orElseThrow();

        assertThat(before.version()).isEmpty();
        assertThat(first.changedAt().orElseThrow()).isAfter(before.changedAt().orElseThrow());
        assertThat(second.changedAt().orElseThrow()).isAfter(first.changedAt().orElseThrow());
    }

    // --- change

    @Test
    void refusesAChangeToWhatIsTooShort() throws LDAPException {
        people.give("u15", USER_PASSWORD);

        DirectoryOutcome.Refused refused = assertRefused(change(found("u15"), USER_PASSWORD, "Ab1-xy"), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_SHORT);
        assertThat(people.canBind("u15", USER_PASSWORD)).isTrue();
    }

    @Test
    void refusesAnEmptyCurrentPasswordWithoutAskingTheServer() throws LDAPException {
        people.give("u15", USER_PASSWORD);

        assertRefused(change(found("u15"), "", GOOD), Refusal.WRONG_CURRENT_PASSWORD);

        assertThat(people.failures("u15")).isZero();
    }

    @Test
    void saysThatTheUserMayNotChangeThePassword() throws LDAPException {
        people.give("u11", USER_PASSWORD);
        people.policy("pwdAllowUserChange", "FALSE");
        try {
            assertRefused(change(found("u11"), USER_PASSWORD, GOOD + "-4"), Refusal.CHANGE_FORBIDDEN);
        } finally {
            people.policy("pwdAllowUserChange", "TRUE");
        }
        assertThat(people.canBind("u11", USER_PASSWORD)).isTrue();
    }

    @Test
    void saysThatAPasswordHasExpiredAndThatItCannotBeChanged() throws LDAPException {
        people.give("u19", USER_PASSWORD);
        people.policy("pwdMaxAge", "1");
        try {
            await().untilAsserted(() ->
                    assertThat(people.canBind("u19", USER_PASSWORD)).isFalse());
            DirectoryOutcome.Refused refused = assertRefused(change(found("u19"), USER_PASSWORD, GOOD), Refusal.OTHER);
            assertThat(refused.diagnostic()).contains("PASSWORD_EXPIRED");
        } finally {
            people.policy("pwdMaxAge", directory().usualGreatestAge());
        }
    }

    /** A bind without a password succeeds on some servers, as nobody. */
    @Test
    void anEmptyPasswordProvesNothing() throws LDAPException {
        people.give("u15", USER_PASSWORD);
        try (Secret empty = secret("")) {
            assertThat(port.prove(found("u15"), empty)).isEqualTo(PasswordProof.UNKNOWN);
        }
        assertThat(people.failures("u15")).isZero();
    }

    // --- unlock

    /** A write of the password would end such a lock by the way. */
    @Test
    void leavesAnAccountAloneThatAnAdministratorHasLockedForGood() throws LDAPException {
        people.give("disabled01", USER_PASSWORD);
        people.set(dn("disabled01"), "pwdAccountLockedTime", "000001010000Z");
        try {
            Account account = found("disabled01");

            assertThat(account.disabled()).isTrue();
            assertThat(account.locked()).isTrue();
            assertRefused(reset(account, GOOD, new ResetOptions(true, false)), Refusal.ACCOUNT_DISABLED);
            assertRefused(change(account, USER_PASSWORD, GOOD), Refusal.ACCOUNT_DISABLED);
            assertRefused(port.unlock(account), Refusal.ACCOUNT_DISABLED);
            assertThat(people.read("disabled01", "pwdAccountLockedTime")).contains("000001010000Z");
        } finally {
            people.endLock("disabled01");
        }
    }

    // --- protected accounts

    @Test
    void refusesMembersOfAProtectedGroupAndOfAGroupInIt() throws LDAPException {
        for (String name : new String[] {"admin01", "nested01"}) {
            Account account = found(name);

            assertThat(account.protections()).containsExactly(Protection.PRIVILEGED_GROUP);
            assertRefused(reset(account, GOOD, PLAIN), Refusal.ACCESS_DENIED);
            assertRefused(change(account, USER_PASSWORD, GOOD), Refusal.ACCESS_DENIED);
            assertRefused(port.unlock(account), Refusal.ACCESS_DENIED);
            assertThat(people.canBind(name, USER_PASSWORD)).isTrue();
        }
    }

    @Test
    void callsAnObjectThatIsNoPersonNoUser() throws LDAPException {
        Account unit = found(new AccountRef.ByGuid(people.guidOfEntry("ou=Staff," + BASE)));

        assertThat(unit.protections()).containsExactly(Protection.NOT_A_USER);
    }

    @Test
    void refusesEveryAccountWhileAProtectedGroupCannotBeSeen() throws LDAPException {
        StandardDirectorySettings.Policies usual = directory().settings().policies();
        StandardDirectorySettings mistaken = settings()
                .with(new StandardDirectorySettings.Policies(
                        usual.loginAttribute(),
                        usual.defaultPolicy(),
                        java.util.List.of("cn=gone,ou=Groups," + BASE),
                        usual.hashesCleartext()));
        Account account = found("u01");
        try (Directory other = StandardDirectory.open(mistaken);
                Secret secret = secret(GOOD)) {
            assertRefused(other.reset(account, secret, PLAIN), Refusal.ACCESS_DENIED);
            assertThat(other.find(new AccountRef.ByGuid(account.guid()))).isInstanceOf(Lookup.Unavailable.class);
        }
    }

    /** Groups are seldom kept where the people are. */
    @Test
    void refusesMembersOfAProtectedGroupOutsideTheBase() throws LDAPException {
        try (Directory narrow = StandardDirectory.open(
                settings().withBaseDn(directory().server().staffDn()))) {
            assertThat(account(narrow, "nested01").protections()).containsExactly(Protection.PRIVILEGED_GROUP);
            assertThat(account(narrow, "u01").protections()).isEmpty();
        }
    }

    @Test
    void refusesItsOwnServiceAccount() throws LDAPException {
        Account own = found("svc-person");
        assertThat(own.protections()).isEmpty();

        StandardDirectorySettings asPerson = settings().as(dn("svc-person"), () -> secret(USER_PASSWORD));
        people.give("svc-person", USER_PASSWORD);
        try (Directory other = StandardDirectory.open(asPerson)) {
            assertThat(account(other, "svc-person").protections()).containsExactly(Protection.SERVICE_ACCOUNT);
        }
    }

    // --- the road to the server

    @Test
    void refusesAServerOfAForeignAuthorityBeforeAnyCredentialIsSent(@TempDir Path folder) throws IOException {
        Path foreign = folder.resolve("foreign-ca.pem");
        Files.writeString(foreign, TestAuthority.create("Foreign CA").caPem());
        AtomicInteger credentials = new AtomicInteger();

        try (Directory stranger = StandardDirectory.open(settings().with(foreign, counted(credentials)))) {
            assertThat(unavailable(stranger)).contains("the server's certificate is not trusted: found subject");
        }
        assertThat(credentials).hasValue(0);
    }

    @Test
    void refusesAServerOfAnotherNameBeforeAnyCredentialIsSent() {
        AtomicInteger credentials = new AtomicInteger();
        ServerAddress wrong = directory().addressByWrongName();

        try (Directory stranger = StandardDirectory.open(settings().with(wrong, counted(credentials)))) {
            assertThat(unavailable(stranger)).contains(wrong.host(), "localhost");
        }
        assertThat(credentials).hasValue(0);
    }

    @Test
    void refusesAPlainPortBeforeAnyCredentialIsSent() {
        AtomicInteger credentials = new AtomicInteger();
        ServerAddress plain = new ServerAddress(
                Transport.LDAPS, "localhost", directory().startTlsAddress().port());

        try (Directory stranger = StandardDirectory.open(settings().with(plain, counted(credentials)))) {
            assertThat(unavailable(stranger)).contains("localhost:" + plain.port());
        }
        assertThat(credentials).hasValue(0);
    }

    @Test
    void resetsOverStartTls() throws LDAPException {
        people.give("u02", USER_PASSWORD);
        try (Directory upgraded =
                        StandardDirectory.open(settings().with(directory().startTlsAddress()));
                Secret secret = secret(GOOD)) {
            assertApplied(upgraded.reset(account(upgraded, "u02"), secret, PLAIN));
        }
        assertThat(people.canBind("u02", GOOD)).isTrue();
    }

    @Test
    void changesOverStartTls() throws LDAPException {
        people.give("u02", USER_PASSWORD);
        try (Directory upgraded =
                        StandardDirectory.open(settings().with(directory().startTlsAddress()));
                Secret current = secret(USER_PASSWORD);
                Secret secret = secret(GOOD + "-3")) {
            assertApplied(upgraded.change(account(upgraded, "u02"), current, secret));
        }
        assertThat(people.canBind("u02", GOOD + "-3")).isTrue();
    }

    @Test
    void opensWhileNoServerAnswersAndAsksTheNext() throws Exception {
        ServerAddress dead = DirectoryContract.deadAddress();
        ServerAddress alive = directory().settings().servers().get(0);
        try (Directory none = StandardDirectory.open(settings().with(dead));
                Directory pair = StandardDirectory.open(settings().with(dead, alive))) {
            assertThat(unavailable(none)).contains(":");
            assertThat(pair.find(new AccountRef.ByGuid(people.guidOf("u01")))).isInstanceOf(Lookup.Found.class);
            assertThat(pair.health().servers()).extracting("up").containsExactly(false, true);
        }
    }

    @Test
    void refusesAServerThatDoesNotHoldTheBase() {
        try (Directory elsewhere = StandardDirectory.open(settings().withBaseDn("dc=elsewhere,dc=test"))) {
            assertThat(unavailable(elsewhere)).contains("dc=elsewhere,dc=test", BASE);
        }
    }

    @Test
    void neverSendsARefusedBindPasswordTwice() throws LDAPException {
        String plain = directory().plainAccountDn();
        AtomicReference<String> password = new AtomicReference<>("not-the-one");
        try (Directory mistaken = StandardDirectory.open(settings().as(plain, () -> secret(password.get())))) {
            for (int i = 0; i < 7; i++) {
                mistaken.probe();
            }
            assertThat(mistaken.health().isReachable()).isFalse();
            assertThat(people.failuresOf(plain)).isEqualTo(1);

            password.set("Svc-Passw0rd-1!");
            mistaken.probe();
            assertThat(mistaken.health().isReachable()).isTrue();
        }
    }

    /** Two servers of one host: what is written and read again must be where the account was found. */
    @Test
    void writesToTheServerWhereTheAccountWasFound() throws Exception {
        people.give("u08", USER_PASSWORD);
        ServerAddress alive = directory().settings().servers().get(0);
        try (Directory pair = StandardDirectory.open(settings().with(DirectoryContract.deadAddress(), alive));
                Secret secret = secret(GOOD)) {
            Account account = account(pair, "u08");

            assertApplied(pair.reset(account, secret, PLAIN));

            assertThat(pair.findOn(account.server(), account.guid())).isInstanceOf(Lookup.Found.class);
        }
        assertThat(people.canBind("u08", GOOD)).isTrue();
    }

    final StandardSettings settings() {
        return new StandardSettings(directory().settings());
    }

    final Account account(Directory elsewhere, String name) throws LDAPException {
        Lookup lookup = elsewhere.find(new AccountRef.ByGuid(people.guidOf(name)));
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).account();
    }

    private static String unavailable(Directory elsewhere) {
        Lookup lookup = elsewhere.find(new AccountRef.ByGuid(new UUID(1, 2)));
        assertThat(lookup).isInstanceOf(Lookup.Unavailable.class);
        return ((Lookup.Unavailable) lookup).cause();
    }

    private static Supplier<Secret> counted(AtomicInteger asked) {
        return () -> {
            asked.incrementAndGet();
            return secret("must-not-be-sent");
        };
    }
}
