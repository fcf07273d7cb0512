package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.BASE;
import static dev.writeback.it.directory.Administrator.STAFF;
import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.Administrator.dn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import dev.writeback.directory.Account;
import dev.writeback.directory.Account.Protection;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the directory port promises, proved on a directory. Each test prepares its own user and asks the directory what
 * became of it. Runs unchanged on every directory: where an embedded one differs from Samba AD, the embedded one is wrong.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DirectoryContract extends PortContract
        implements DelegatedPart, LockoutPart, CurrentPasswordPart, SignInPart {
    /** The account is read on the connection that the write then uses; a policy only for who is refused. */
    static final int REQUESTS_BEFORE_WRITE = 1;

    /** A FILETIME of the year 2020. */
    private static final String YEARS_AGO = "132223104000000000";

    private Directory port;
    private Administrator administrator;

    /** The directory under test, seeded. */
    abstract TestDirectory directory();

    @BeforeAll
    void open() throws LDAPException {
        port = ActiveDirectory.open(directory().settings());
        administrator = new Administrator(directory());
    }

    @AfterAll
    void close() {
        if (port != null) {
            port.close();
        }
        if (administrator != null) {
            administrator.close();
        }
    }

    /** After the server was away. */
    final void reconnectAdministrator() throws LDAPException {
        administrator.close();
        administrator = new Administrator(directory());
    }

    @Override
    final Directory port() {
        return port;
    }

    @Override
    final People people() {
        return administrator;
    }

    @Override
    public final DirectoryContract contract() {
        return this;
    }

    final Administrator administrator() {
        return administrator;
    }

    @Override
    public final Directory reachedAt(ServerAddress address) {
        return ActiveDirectory.open(settings().with(address));
    }

    @Override
    public final ServerAddress address() {
        return settings().server();
    }

    // --- look-up

    @Test
    void findsByObjectGuid() throws LDAPException {
        Account account = found("u01");

        assertThat(account.guid()).isEqualTo(administrator.guidOf("u01"));
        assertThat(account.dn()).isEqualToIgnoringCase(dn("u01"));
        assertThat(account.sid()).startsWith("S-1-5-21-");
        assertThat(account.directory()).isEqualTo(directory().settings().name());
        assertThat(account.server()).isEqualTo(settings().server().name());
        assertThat(account.protections()).isEmpty();
        assertThat(account.disabled()).isFalse();
        assertThat(account.locked()).isFalse();
    }

    @Test
    void findsByObjectSid() throws LDAPException {
        Account account = found(new AccountRef.BySid(found("u12").sid()));

        assertThat(account.dn()).isEqualToIgnoringCase(dn("u12"));
    }

    @Test
    void findsByUserPrincipalNameInAnyCase() {
        Account account = found(new AccountRef.ByUserPrincipalName("U02@Corp.Example.Test"));

        assertThat(account.dn()).isEqualToIgnoringCase(dn("u02"));
    }

    @Test
    void findsByImmutableIdThatIsTheObjectGuid() throws LDAPException {
        byte[] guid = administrator.bytes(dn("u17"), "objectGUID");

        assertThat(found(new AccountRef.ByImmutableId(guid)).dn()).isEqualToIgnoringCase(dn("u17"));
    }

    @Test
    void prefersTheConsistencyGuidOverTheObjectGuid() throws LDAPException {
        byte[] anchor = "0123456789abcdef".getBytes(UTF_8);
        administrator.set(dn("u18"), "mS-DS-ConsistencyGuid", anchor);
        try {
            assertThat(found(new AccountRef.ByImmutableId(anchor)).dn()).isEqualToIgnoringCase(dn("u18"));
            assertThat(port.find(new AccountRef.ByImmutableId(administrator.bytes(dn("u18"), "objectGUID"))))
                    .isInstanceOf(Lookup.NotFound.class);
        } finally {
            administrator.clear(dn("u18"), "mS-DS-ConsistencyGuid");
        }
    }

    @Test
    void callsAnImmutableIdOfTwoUsersAmbiguous() throws LDAPException {
        byte[] guidOfAnother = administrator.bytes(dn("u19"), "objectGUID");
        administrator.set(dn("u18"), "mS-DS-ConsistencyGuid", guidOfAnother);
        try {
            assertThat(port.find(new AccountRef.ByImmutableId(guidOfAnother))).isInstanceOf(Lookup.Ambiguous.class);
        } finally {
            administrator.clear(dn("u18"), "mS-DS-ConsistencyGuid");
        }
    }

    @Test
    void seesASecondUserWithTheSameImmutableIdAtOnceAlsoAfterItWasUnique() throws LDAPException {
        AccountRef ref = new AccountRef.ByImmutableId(administrator.bytes(dn("u19"), "objectGUID"));
        Account first = found(ref);
        assertThat(found(ref)).as("asked for a second time").isEqualTo(first);
        administrator.set(dn("u18"), "mS-DS-ConsistencyGuid", administrator.bytes(dn("u19"), "objectGUID"));
        try {
            assertThat(port.find(ref)).isInstanceOf(Lookup.Ambiguous.class);
        } finally {
            administrator.clear(dn("u18"), "mS-DS-ConsistencyGuid");
        }
        assertThat(found(ref).guid()).isEqualTo(first.guid());
    }

    @Test
    void followsAUserPrincipalNameToItsNewHolderAtOnce() throws LDAPException {
        AccountRef ref = new AccountRef.ByUserPrincipalName("roaming@corp.example.test");
        administrator.set(dn("u18"), "userPrincipalName", "roaming@corp.example.test");
        try {
            assertThat(found(ref).dn()).isEqualToIgnoringCase(dn("u18"));
            administrator.set(dn("u18"), "userPrincipalName", "u18@corp.example.test");
            administrator.set(dn("u19"), "userPrincipalName", "roaming@corp.example.test");

            assertThat(found(ref).dn()).isEqualToIgnoringCase(dn("u19"));
        } finally {
            administrator.set(dn("u18"), "userPrincipalName", "u18@corp.example.test");
            administrator.set(dn("u19"), "userPrincipalName", "u19@corp.example.test");
        }
    }

    @Test
    void showsTheSameWhenAUserIsAskedForByNameASecondTime() throws LDAPException {
        AccountRef ref = new AccountRef.ByUserPrincipalName("u20@corp.example.test");
        administrator.give("u20", USER_PASSWORD);
        assertThat(found(ref)).isEqualTo(found(ref));
        administrator.lock("u20");
        long before = administrator.passwordVersion("u20");
        try {
            assertThat(found(ref).locked()).isTrue();
            assertApplied(reset(found(ref), GOOD, PLAIN));
            assertThat(found(ref).password().flatMap(PasswordStamp::version)).contains(before + 1);
            assertThat(found(ref)).isEqualTo(found("u20"));
        } finally {
            administrator.set(dn("u20"), "lockoutTime", "0");
        }
    }

    @Test
    void doesNotCallAnAccountLockedWhoseLockoutHasRunOut() throws LDAPException {
        administrator.give("u03", USER_PASSWORD);
        administrator.set(dn("u03"), "lockoutTime", YEARS_AGO);
        try {
            assertThat(found("u03").locked()).isFalse();
        } finally {
            administrator.set(dn("u03"), "lockoutTime", "0");
        }
    }

    @Test
    void seesThatAnAccountIsDisabled() throws LDAPException {
        assertThat(found("disabled01").disabled()).isTrue();
    }

    // --- reset

    @Test
    void resetsAPassword() throws LDAPException {
        administrator.give("u04", USER_PASSWORD);

        assertApplied(reset(found("u04"), GOOD, PLAIN));

        assertThat(administrator.canBind("u04", GOOD)).isTrue();
        assertThat(administrator.canBind("u04", USER_PASSWORD)).isFalse();
        assertThat(administrator.number("u04", "pwdLastSet")).isPositive();
    }

    @Test
    void takesAPasswordOf256Units() throws LDAPException {
        String longest = "Aa1-" + "x".repeat(252);

        assertApplied(reset(found("u05"), longest, PLAIN));

        assertThat(administrator.canBind("u05", longest)).isTrue();
    }

    @Test
    void resetsWithMustChangeInTheSameWrite() throws LDAPException {
        administrator.give("u06", USER_PASSWORD);
        long before = administrator.passwordVersion("u06");

        assertApplied(reset(found("u06"), GOOD, new ResetOptions(false, true)));

        assertThat(administrator.read("u06", "pwdLastSet")).contains("0");
        assertThat(administrator.bindResult("u06", GOOD)).isEqualTo("773");
        assertThat(administrator.passwordVersion("u06")).isEqualTo(before + 1);
    }

    @Test
    void resetsAndUnlocksInTheSameWrite() throws LDAPException {
        administrator.give("u07", USER_PASSWORD);
        administrator.lock("u07");

        assertApplied(reset(found("u07"), GOOD, new ResetOptions(true, false)));

        assertThat(administrator.canBind("u07", GOOD)).isTrue();
    }

    @Test
    void resetsUnlocksAndForcesAChangeInTheSameWrite() throws LDAPException {
        administrator.give("u07", USER_PASSWORD);
        administrator.lock("u07");

        assertApplied(reset(found("u07"), GOOD, new ResetOptions(true, true)));

        assertThat(administrator.bindResult("u07", GOOD)).isEqualTo("773");
        assertThat(administrator.number("u07", "lockoutTime")).isZero();
    }

    @Test
    void leavesALockedUserLockedWhenNotAskedToUnlock() throws LDAPException {
        administrator.give("u08", USER_PASSWORD);
        administrator.lock("u08");

        assertApplied(reset(found("u08"), GOOD, PLAIN));

        assertThat(administrator.bindResult("u08", GOOD)).isEqualTo("775");
        administrator.set(dn("u08"), "lockoutTime", "0");
        assertThat(administrator.canBind("u08", GOOD)).isTrue();
    }

    @Test
    void resetsADisabledAccountAndLeavesItDisabled() throws LDAPException {
        assertApplied(reset(found("disabled01"), GOOD, PLAIN));

        assertThat(administrator.bindResult("disabled01", GOOD)).isEqualTo("533");
        assertThat(administrator.number("disabled01", "userAccountControl")).isEqualTo(514);
    }

    @Test
    void resetsAnExpiredAccountAndLeavesItExpired() throws LDAPException {
        assertApplied(reset(found("acctexp01"), GOOD, PLAIN));

        assertThat(administrator.bindResult("acctexp01", GOOD)).isEqualTo("701");
    }

    @Test
    void resetsAUserWhoMustChangeOrWhosePasswordNeverExpires() throws LDAPException {
        assertApplied(reset(found("mustchange01"), GOOD, PLAIN));
        assertApplied(reset(found("neverexp01"), GOOD, PLAIN));

        assertThat(administrator.canBind("mustchange01", GOOD)).isTrue();
        assertThat(administrator.canBind("neverexp01", GOOD)).isTrue();
    }

    @Test
    void resetsAUserWhoMayNotChangeThePassword() throws LDAPException {
        assertApplied(reset(found("cantchange01"), GOOD, PLAIN));

        assertThat(administrator.canBind("cantchange01", GOOD)).isTrue();
        administrator.give("cantchange01", USER_PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({"Ab1-xy,TOO_SHORT", "aaaaaaaaaaaaaa,COMPLEXITY"})
    void refusesAResetAgainstThePolicyAndSaysWhy(String password, PolicyViolation violation) throws LDAPException {
        administrator.give("u09", USER_PASSWORD);
        long before = administrator.passwordVersion("u09");

        DirectoryOutcome.Refused refused = assertRefused(reset(found("u09"), password, PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(violation);
        assertThat(refused.policy()).hasValueSatisfying(policy -> {
            assertThat(policy.minLength()).isEqualTo(7);
            assertThat(policy.historyLength()).isEqualTo(24);
            assertThat(policy.complexity()).isTrue();
            assertThat(policy.source()).isEqualTo("domain");
        });
        assertThat(administrator.canBind("u09", USER_PASSWORD)).isTrue();
        assertThat(administrator.passwordVersion("u09")).isEqualTo(before);
    }

    @Test
    void saysWhyByThePolicyOfThatMoment() throws LDAPException {
        assertRefused(reset(found("u09"), "Ab1-xy", PLAIN), Refusal.POLICY);
        administrator.minimumPasswordLength(14);
        try {
            DirectoryOutcome.Refused refused =
                    assertRefused(reset(found("u09"), "Ab1-xy-13-cha", PLAIN), Refusal.POLICY);

            assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_SHORT);
            assertThat(refused.policy())
                    .hasValueSatisfying(policy -> assertThat(policy.minLength()).isEqualTo(14));
        } finally {
            administrator.minimumPasswordLength(7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Xx1-U09-phrase", "teST-Phrase-77"})
    void refusesAPasswordThatContainsAName(String password) throws LDAPException {
        long before = administrator.passwordVersion("u09");

        DirectoryOutcome.Refused refused = assertRefused(reset(found("u09"), password, PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.CONTAINS_NAME);
        assertThat(administrator.passwordVersion("u09")).isEqualTo(before);
    }

    @Test
    void refusesAPasswordOfMoreThan256Units() throws LDAPException {
        String tooLong = "Aa1-" + "x".repeat(253);
        long before = administrator.passwordVersion("u09");

        DirectoryOutcome.Refused refused = assertRefused(reset(found("u09"), tooLong, PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_LONG);
        assertThat(administrator.passwordVersion("u09")).isEqualTo(before);
    }

    @Test
    void obeysAFineGrainedPolicyThatTheServiceAccountCannotRead() throws LDAPException {
        DirectoryOutcome.Refused refused = assertRefused(reset(found("pso01"), "Sh0rt-phrase", PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.UNSPECIFIED);
        assertThat(refused.policy()).isEmpty();
        assertApplied(reset(found("pso01"), "L0ng-enough-phrase", PLAIN));
        assertThat(administrator.canBind("pso01", "L0ng-enough-phrase")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sales, Inc.",
                "R+D",
                "5\" drives",
                "back\\slash",
                "<angle>",
                "semi;colon",
                "#hash",
                "a=b",
                "(bracket)*",
                " led by space",
                "ends in space ",
                "Ünïcode 部門"
            })
    void servesAUserUnderAnyNameOfAUnit(String unit) throws LDAPException {
        // RFC 4514 lets an equals sign stand as it is; Samba wants it escaped from those who make an entry.
        String rdn = "OU=" + new RDN("OU", unit).toString().substring(3).replace("=", "\\3D");
        String ou = rdn + "," + STAFF;
        String dn = new RDN("CN", "odd, user #1") + "," + ou;
        administrator.createUnit(ou);
        try {
            administrator.create(dn, "odd01");
            UUID guid = administrator.guidOfEntry(dn);
            try {
                Account account = found(new AccountRef.ByGuid(guid));
                assertThat(new DN(account.dn())).isEqualTo(new DN(dn));
                assertApplied(reset(account, GOOD, new ResetOptions(true, true)));
                assertApplied(port.unlock(account));
                assertThat(found(new AccountRef.ByUserPrincipalName("odd01@corp.example.test"))
                                .guid())
                        .isEqualTo(guid);
            } finally {
                administrator.delete(dn);
            }
        } finally {
            administrator.delete(ou);
        }
    }

    @Test
    void refusesMustChangeForAPasswordThatNeverExpires() throws LDAPException {
        Account account = found("neverexp01");
        long before = administrator.passwordVersion("neverexp01");

        assertRefused(reset(account, GOOD, new ResetOptions(false, true)), Refusal.MUST_CHANGE_IMPOSSIBLE);
        assertThat(administrator.passwordVersion("neverexp01")).isEqualTo(before);
    }

    // --- the stamp

    @Test
    void stampRisesByOneWithEachWriteAndNotWithARefusal() throws LDAPException {
        administrator.give("u10", USER_PASSWORD);
        PasswordStamp before = found("u10").password().orElseThrow();

        assertRefused(reset(found("u10"), "short", PLAIN), Refusal.POLICY);
        PasswordStamp refused = found("u10").password().orElseThrow();
        assertApplied(reset(found("u10"), GOOD, PLAIN));
        PasswordStamp after = found("u10").password().orElseThrow();

        assertThat(refused).isEqualTo(before);
        assertThat(after.version()).contains(before.version().orElseThrow() + 1);
        assertThat(after.origin()).isPresent();
        assertThat(after.changedAt().orElseThrow())
                .isAfterOrEqualTo(before.changedAt().orElseThrow());
    }

    @Test
    void stampHasATimeEvenWhenTheUserMustChange() throws LDAPException {
        assertApplied(reset(found("u10"), GOOD + "-2", new ResetOptions(false, true)));

        assertThat(found("u10").password().orElseThrow().changedAt()).isPresent();
    }

    // --- change

    @ParameterizedTest
    @CsvSource({"Ab1-xy,TOO_SHORT", "aaaaaaaaaaaaaa,COMPLEXITY", "Xx1-U15-phrase,CONTAINS_NAME"})
    void refusesAChangeAgainstThePolicyAndSaysWhy(String password, PolicyViolation violation) throws LDAPException {
        administrator.give("u15", USER_PASSWORD);
        withoutMinimumAge(() -> {
            DirectoryOutcome.Refused refused =
                    assertRefused(change(found("u15"), USER_PASSWORD, password), Refusal.POLICY);

            assertThat(refused.violations()).containsExactly(violation);
            assertThat(administrator.canBind("u15", USER_PASSWORD)).isTrue();
        });
    }

    @Test
    void letsAUserWhoMustChangeDoSo() throws LDAPException {
        administrator.give("u16", USER_PASSWORD);
        administrator.set(dn("u16"), "pwdLastSet", "0");

        String fresh = fresh();
        assertApplied(change(found("u16"), USER_PASSWORD, fresh));

        assertThat(administrator.canBind("u16", fresh)).isTrue();
    }

    @Test
    void saysThatTheUserMayNotChangeThePassword() throws LDAPException {
        administrator.give("cantchange01", USER_PASSWORD);
        withoutMinimumAge(() -> {
            assertRefused(change(found("cantchange01"), USER_PASSWORD, GOOD), Refusal.CHANGE_FORBIDDEN);

            assertThat(administrator.canBind("cantchange01", USER_PASSWORD)).isTrue();
        });
    }

    // --- unlock

    @Test
    void unlocksALockedUser() throws LDAPException {
        administrator.give("u17", USER_PASSWORD);
        administrator.lock("u17");
        long before = administrator.passwordVersion("u17");

        assertApplied(port.unlock(found("u17")));

        assertThat(administrator.canBind("u17", USER_PASSWORD)).isTrue();
        assertThat(administrator.passwordVersion("u17")).isEqualTo(before);
    }

    // --- validate

    @Test
    void validatesWithoutWritingOrBinding() throws LDAPException {
        administrator.give("u18", USER_PASSWORD);
        long before = administrator.passwordVersion("u18");

        assertApplied(validate(found("u18"), GOOD));
        // A reset is not bound by the history nor by the least age.
        assertApplied(validate(found("u18"), USER_PASSWORD));

        assertThat(administrator.passwordVersion("u18")).isEqualTo(before);
        assertThat(administrator.number("u18", "badPwdCount")).isZero();
        assertThat(administrator.canBind("u18", USER_PASSWORD)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Ab1-xy,TOO_SHORT",
        "aaaaaaaaaaaaaa,COMPLEXITY",
        "Xx1-u18-phrase,CONTAINS_NAME",
        "Xx1-test-phrase,CONTAINS_NAME"
    })
    void validatesAgainstThePolicyInForce(String password, PolicyViolation violation) throws LDAPException {
        DirectoryOutcome.Refused refused = assertRefused(validate(found("u18"), password), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(violation);
        assertThat(refused.policy()).isPresent();
    }

    // --- protected accounts

    @ParameterizedTest
    @CsvSource({
        "admin01,ADMIN_COUNT",
        "admin01,PRIVILEGED_GROUP",
        "admin02,PRIVILEGED_GROUP",
        "stale01,ADMIN_COUNT",
        "nested01,PRIVILEGED_GROUP",
        "primary01,PRIVILEGED_GROUP",
        "krbtgt,BUILT_IN",
        "Administrator,BUILT_IN",
        "Guest,BUILT_IN",
        "ws01,COMPUTER",
        "gmsa01,MANAGED_SERVICE_ACCOUNT",
        "svc-writeback,SERVICE_ACCOUNT"
    })
    void refusesToWriteToAProtectedAccount(String name, Protection protection) throws LDAPException {
        long before = administrator.passwordVersion(name);
        Account account = found(name);

        assertThat(account.protections()).contains(protection);
        assertRefused(reset(account, GOOD, PLAIN), Refusal.ACCESS_DENIED);
        assertRefused(port.unlock(account), Refusal.ACCESS_DENIED);

        assertThat(administrator.passwordVersion(name)).isEqualTo(before);
    }

    @Test
    void refusesAnAccountThatBecameProtectedSinceTheLookUp() throws LDAPException {
        administrator.give("u20", USER_PASSWORD);
        Account account = found("u20");
        administrator.set(dn("u20"), "adminCount", "1");
        try {
            assertRefused(reset(account, GOOD, PLAIN), Refusal.ACCESS_DENIED);
            assertThat(administrator.canBind("u20", USER_PASSWORD)).isTrue();
        } finally {
            administrator.clear(dn("u20"), "adminCount");
        }
    }

    /** For a minute the groups of an account that is asked for by name are not read again; before a write they are. */
    @Test
    void writesNothingToAnAccountThatCameIntoAPrivilegedGroupAMomentAgo() throws LDAPException {
        String admins = "CN=Domain Admins,CN=Users," + BASE;
        AccountRef ref = new AccountRef.ByUserPrincipalName("u20@corp.example.test");
        administrator.give("u20", USER_PASSWORD);
        long before = administrator.passwordVersion("u20");
        assertThat(found(ref).protections()).isEmpty();
        administrator.addToGroup(admins, dn("u20"));
        try {
            Account account = found(ref);
            assertRefused(reset(account, GOOD, PLAIN), Refusal.ACCESS_DENIED);
            assertRefused(validate(account, GOOD), Refusal.ACCESS_DENIED);
            assertRefused(port.unlock(account), Refusal.ACCESS_DENIED);
            assertThat(administrator.passwordVersion("u20")).isEqualTo(before);
        } finally {
            administrator.removeFromGroup(admins, dn("u20"));
        }
    }

    @Test
    void refusesAnAccountThatCameIntoAPrivilegedGroupByAnotherSinceTheLookUp() throws LDAPException {
        String inner = "CN=Tier0-Inner,OU=Admins," + BASE;
        administrator.give("u20", USER_PASSWORD);
        Account account = found("u20");
        administrator.addToGroup(inner, dn("u20"));
        try {
            assertRefused(reset(account, GOOD, PLAIN), Refusal.ACCESS_DENIED);
            assertThat(administrator.canBind("u20", USER_PASSWORD)).isTrue();
        } finally {
            administrator.removeFromGroup(inner, dn("u20"));
        }
    }

    @Test
    void callsAnObjectThatIsNoAccountNoUser() throws LDAPException {
        Account unit = found(new AccountRef.ByGuid(administrator.guidOfEntry(STAFF)));
        Account group = found(new AccountRef.ByGuid(administrator.guidOfEntry("CN=Domain Users,CN=Users," + BASE)));

        assertThat(unit.protections()).containsExactly(Protection.NOT_A_USER);
        assertThat(group.protections()).containsExactly(Protection.NOT_A_USER);
    }

    // --- the road to the server

    @Test
    void refusesAServerOfAForeignAuthorityBeforeAnyCredentialIsSent(@TempDir Path folder) throws Exception {
        Path foreign = folder.resolve("foreign-ca.pem");
        Files.writeString(foreign, TestAuthority.create("Foreign CA").caPem());
        AtomicInteger credentials = new AtomicInteger();

        try (Directory stranger = ActiveDirectory.open(settings().with(foreign, counted(credentials)))) {
            assertThat(unavailable(stranger))
                    .contains("the server's certificate is not trusted: found subject", "issued by")
                    .contains("only the certificates in " + foreign);
        }
        assertThat(credentials).hasValue(0);
    }

    @Test
    void refusesAServerOfAnotherNameBeforeAnyCredentialIsSent() {
        AtomicInteger credentials = new AtomicInteger();
        ServerAddress wrong = directory().addressByWrongName();

        try (Directory stranger = ActiveDirectory.open(settings().with(wrong, counted(credentials)))) {
            assertThat(unavailable(stranger))
                    .contains(wrong.host())
                    .contains(settings().server().host());
        }
        assertThat(credentials).hasValue(0);
    }

    @Test
    void opensWhileNoServerAnswersAndSaysSo() throws IOException {
        try (Directory dead = ActiveDirectory.open(settings().with(deadAddress()))) {
            assertThat(dead.health().isReachable()).isFalse();
            assertThat(unavailable(dead)).contains(":");
            dead.probe();
            assertThat(dead.health().servers()).singleElement().satisfies(server -> {
                assertThat(server.up()).isFalse();
                assertThat(server.detail()).contains(server.host());
            });
            assertThat(dead.health().clockOffset()).isEmpty();
        }
    }

    @Test
    void asksTheNextServerWhenTheFirstIsDown() throws Exception {
        ServerAddress alive = settings().server();
        try (Directory pair = ActiveDirectory.open(settings().with(deadAddress(), alive))) {
            Lookup lookup = pair.find(new AccountRef.ByGuid(administrator.guidOf("u01")));

            assertThat(lookup).isInstanceOf(Lookup.Found.class);
            assertThat(pair.health().servers()).extracting("up").containsExactly(false, true);
        }
    }

    @Test
    void goesBackToThePreferredServerWhenItIsUpAgain() throws Exception {
        AccountRef user = new AccountRef.ByGuid(administrator.guidOf("u01"));
        ServerAddress alive = settings().server();
        int port = deadAddress().port();
        ServerAddress preferred = new ServerAddress(alive.transport(), alive.host(), port);
        try (Directory pair = ActiveDirectory.open(settings().with(preferred, alive))) {
            assertThat(pair.find(user)).isInstanceOf(Lookup.Found.class);
            try (TlsTap tap = new TlsTap(alive.host(), alive.port(), port)) {
                await().untilAsserted(() -> {
                    assertThat(pair.find(user)).isInstanceOf(Lookup.Found.class);
                    assertThat(tap.records()).isPositive();
                    assertThat(pair.health().servers()).extracting("up").containsExactly(true, true);
                });
            }
        }
    }

    @Test
    void refusesAServerThatDoesNotHoldTheBase() {
        try (Directory elsewhere = ActiveDirectory.open(settings().withBaseDn("DC=elsewhere,DC=test"))) {
            assertThat(unavailable(elsewhere)).contains("DC=elsewhere,DC=test", BASE);
        }
    }

    @Test
    void usesNoServerThatCannotCheckAResetAgainstTheHistoryWhereThatIsDemanded() throws LDAPException {
        Account account = found("u05");
        try (Directory demanding = ActiveDirectory.open(settings().withHistoryRequired());
                Secret secret = secret(GOOD)) {
            DirectoryOutcome outcome = demanding.reset(account, secret, PLAIN);

            assertThat(outcome).isInstanceOf(DirectoryOutcome.Unavailable.class);
            assertThat(((DirectoryOutcome.Unavailable) outcome).cause()).contains("requireHistoryOnReset");
            assertThat(demanding.health().isReachable()).isFalse();
        }
    }

    @Test
    void knowsTheServersStateAndClock() {
        port.probe();

        assertThat(port.health().isReachable()).isTrue();
        assertThat(port.health().clockOffset())
                .hasValueSatisfying(offset -> assertThat(offset.abs()).isLessThan(Duration.ofSeconds(30)));
    }

    @Test
    void neverSendsARefusedBindPasswordTwice() throws LDAPException {
        administrator.set(dn("svc-plain"), "lockoutTime", "0");
        AtomicReference<String> password = new AtomicReference<>("not-the-one");
        try (Directory mistaken = ActiveDirectory.open(settings().as(dn("svc-plain"), () -> secret(password.get())))) {
            for (int i = 0; i < 7; i++) {
                mistaken.probe();
            }
            assertThat(mistaken.health().servers().get(0).detail()).contains("refused");
            assertThat(administrator.number("svc-plain", "badPwdCount")).isEqualTo(1);

            password.set("Svc-Passw0rd-1!");
            mistaken.probe();
            assertThat(mistaken.health().isReachable()).isTrue();
        }
    }

    @Test
    void doesNotKnowWhatBecameOfAWriteWhoseAnswerWasCutOffAndSendsItOnce() throws Exception {
        administrator.give("u01", USER_PASSWORD);
        long before = administrator.passwordVersion("u01");
        ServerAddress server = settings().server();
        try (TlsTap tap = new TlsTap(server.host(), server.port());
                Directory tapped = ActiveDirectory.open(
                        settings().with(new ServerAddress(server.transport(), server.host(), tap.port())))) {
            Account account = account(tapped, "u01");
            tap.onRecord(REQUESTS_BEFORE_WRITE + 1, () -> TlsTap.Fate.PASS_AND_CUT);

            DirectoryOutcome outcome = tapped.reset(account, secret(GOOD), PLAIN);

            assertThat(outcome).isInstanceOf(DirectoryOutcome.Unknown.class);
            assertThat(tap.records()).isEqualTo(REQUESTS_BEFORE_WRITE + 1);
        }
        assertThat(administrator.canBind("u01", GOOD)).isTrue();
        assertThat(administrator.passwordVersion("u01")).isEqualTo(before + 1);
    }

    @Test
    void hasWrittenNothingWhenTheConnectionIsLostBeforeTheWrite() throws Exception {
        administrator.give("u01", USER_PASSWORD);
        ServerAddress server = settings().server();
        TlsTap tap = new TlsTap(server.host(), server.port());
        try (Directory tapped = ActiveDirectory.open(
                settings().with(new ServerAddress(server.transport(), server.host(), tap.port())))) {
            Account account = account(tapped, "u01");
            tap.close();

            DirectoryOutcome outcome = tapped.reset(account, secret(GOOD), PLAIN);

            assertThat(outcome).isInstanceOf(DirectoryOutcome.Unavailable.class);
        }
        assertThat(administrator.canBind("u01", USER_PASSWORD)).isTrue();
    }

    final Settings settings() {
        return new Settings(directory().settings());
    }

    final Account account(Directory elsewhere, String name) throws LDAPException {
        Lookup lookup = elsewhere.find(new AccountRef.ByGuid(administrator.guidOf(name)));
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).account();
    }

    static String unavailable(Directory elsewhere) {
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

    /** A loopback address where nobody listens. */
    static ServerAddress deadAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new ServerAddress(ServerAddress.Transport.LDAPS, "127.0.0.1", socket.getLocalPort());
        }
    }
}
