package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.standard.StandardDirectory;
import dev.writeback.directory.standard.StandardDirectorySettings;
import dev.writeback.protocol.secret.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract on a real OpenLDAP server with ppolicy, and what such a server does beside it. */
@HeldOn(value = "OpenLDAP", standard = true)
final class SlapdDirectoryIT extends StandardDirectoryContract implements DelegatedPart, UnlockingPart, LockoutPart {
    @RegisterExtension
    static final SlapdExtension SLAPD = new SlapdExtension();

    private static final ResetOptions MUST_CHANGE = new ResetOptions(false, true);

    @Override
    StandardTestDirectory directory() {
        return new SlapdTestDirectory(SLAPD.server());
    }

    @Override
    public Directory reachedAt(ServerAddress address) {
        return StandardDirectory.open(settings().plainWith(address, Duration.ofSeconds(5)));
    }

    // --- the policy holds for resets too

    @Test
    void tellsThePolicyBesideTheViolation() throws LDAPException {
        DirectoryOutcome.Refused refused = assertRefused(reset(found("u09"), "Ab1-xy", PLAIN), Refusal.POLICY);

        assertThat(refused.policy()).hasValueSatisfying(policy -> {
            assertThat(policy.minLength()).isEqualTo(8);
            assertThat(policy.historyLength()).isEqualTo(5);
            assertThat(policy.source()).isEqualTo("default");
        });
    }

    @Test
    void holdsAResetToTheLeastAge() throws LDAPException {
        people().give("u16", USER_PASSWORD);
        withLeastAge(ONE_DAY, () -> {
            assertThat(assertRefused(validate(found("u16"), GOOD), Refusal.POLICY)
                            .violations())
                    .containsExactly(PolicyViolation.TOO_YOUNG);
            assertThat(assertRefused(reset(found("u16"), GOOD, PLAIN), Refusal.POLICY)
                            .violations())
                    .containsExactly(PolicyViolation.TOO_YOUNG);
        });
    }

    @Test
    void obeysThePolicyOfTheEntry() throws LDAPException {
        DirectoryOutcome.Refused refused = assertRefused(reset(found("strict01"), "Sh0rt-one", PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_SHORT);
        assertThat(refused.policy())
                .hasValueSatisfying(policy -> assertThat(policy.source()).isEqualTo("strict"));
    }

    @Test
    void givesTheReasonOfAPolicyThatTheServiceAccountCannotRead() throws LDAPException {
        DirectoryOutcome.Refused refused = assertRefused(reset(found("hidden01"), "Sh0rt-one", PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_SHORT);
        assertThat(refused.policy()).isEmpty();
        assertApplied(validate(found("hidden01"), "Sh0rt-one"));
    }

    @Test
    void cannotResetWhereThePolicyDemandsTheOldPassword() throws LDAPException {
        people().give("u11", USER_PASSWORD);
        people().policy("pwdSafeModify", "TRUE");
        try {
            assertRefused(reset(found("u11"), GOOD + "-6", PLAIN), Refusal.ACCESS_DENIED);
            assertApplied(change(found("u11"), USER_PASSWORD, GOOD + "-6"));
        } finally {
            people().policy("pwdSafeModify", "FALSE");
        }
    }

    // --- must change

    @Test
    void refusesMustChangeWhereTheServerMightKeepThePasswordInClear() throws LDAPException {
        people().give("u06", USER_PASSWORD);
        StandardDirectorySettings.Policies usual = directory().settings().policies();
        StandardDirectorySettings careful = settings()
                .with(new StandardDirectorySettings.Policies(
                        usual.loginAttribute(), usual.defaultPolicy(), usual.protectedGroups(), false));
        try (Directory other = StandardDirectory.open(careful);
                Secret secret = secret(GOOD)) {
            assertRefused(
                    other.reset(account(other, "u06"), secret, new ResetOptions(false, true)),
                    Refusal.MUST_CHANGE_IMPOSSIBLE);
        }
        assertThat(people().canBind("u06", USER_PASSWORD)).isTrue();
    }

    @Test
    void resetsWithMustChangeInTheSameWriteAndTheServerHashes() throws LDAPException {
        people().give("u06", USER_PASSWORD);

        assertApplied(reset(found("u06"), GOOD, MUST_CHANGE));

        assertThat(people().read("u06", "pwdReset")).contains("TRUE");
        assertThat(people().read("u06", "userPassword"))
                .hasValueSatisfying(stored -> assertThat(stored).startsWith("{SSHA}"));
        assertThat(people().canBind("u06", GOOD)).isTrue();
    }

    @Test
    void holdsAResetWithMustChangeToThePolicyAndWritesNothing() throws LDAPException {
        people().give("u06", USER_PASSWORD);

        DirectoryOutcome.Refused refused = assertRefused(reset(found("u06"), "Ab1-xy", MUST_CHANGE), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_SHORT);
        assertThat(people().read("u06", "pwdReset")).isEmpty();
    }

    @Test
    void neverWritesWhatTheServerWouldTakeForAHash() throws LDAPException {
        people().give("u06", USER_PASSWORD);

        assertRefused(reset(found("u06"), "{SSHA}AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", MUST_CHANGE), Refusal.POLICY);

        assertThat(people().canBind("u06", USER_PASSWORD)).isTrue();
    }

    @Test
    void letsAUserWhoMustChangeDoSo() throws LDAPException {
        people().give("u06", USER_PASSWORD);
        assertApplied(reset(found("u06"), GOOD + "-7", MUST_CHANGE));

        assertApplied(change(found("u06"), GOOD + "-7", GOOD + "-8"));

        assertThat(people().canBind("u06", GOOD + "-8")).isTrue();
        assertThat(people().read("u06", "pwdReset")).isEmpty();
    }

    // --- what the service account may do

    @Test
    void writesNothingWhereItCannotSeeWhetherAnAdministratorHasLockedTheAccount() throws LDAPException {
        people().give("u18", USER_PASSWORD);
        Account account = found("u18");
        try (Directory blind = StandardDirectory.open(settings()
                        .as(
                                SLAPD.server().serviceAccountDn("svc-blind"),
                                () -> Secret.takeOwnershipOf(SLAPD.server().serviceAccountPassword())));
                Secret secret = secret(GOOD)) {
            DirectoryOutcome.Refused refused =
                    assertRefused(blind.reset(account, secret, PLAIN), Refusal.ACCESS_DENIED);
            assertThat(refused.diagnostic()).contains("pwdAccountLockedTime");
        }
        assertThat(people().canBind("u18", USER_PASSWORD)).isTrue();
    }

    /** Their search would find nobody in the group, as if nobody were in it. */
    @Test
    void findsNobodyWhileTheMembersOfAProtectedGroupAreHidden() throws LDAPException {
        StandardDirectorySettings blind = settings()
                .as(
                        SLAPD.server().serviceAccountDn("svc-plain"),
                        () -> Secret.takeOwnershipOf(SLAPD.server().serviceAccountPassword()));
        try (Directory other = StandardDirectory.open(blind)) {
            Lookup lookup = other.find(new AccountRef.ByGuid(people().guidOf("admin01")));

            assertThat(lookup).isInstanceOf(Lookup.Unavailable.class);
            assertThat(((Lookup.Unavailable) lookup).cause()).contains("cannot see the members", "cn=admins");
        }
    }

    /** Why the documentation says: grant write, never manage. */
    @Test
    void thePolicyDoesNotHoldForAServiceAccountWithManage() throws LDAPException {
        people().give("u18", USER_PASSWORD);
        Account account = found("u18");
        try (Directory manager = StandardDirectory.open(settings()
                        .as(
                                SLAPD.server().serviceAccountDn("svc-manage"),
                                () -> Secret.takeOwnershipOf(SLAPD.server().serviceAccountPassword())));
                Secret secret = secret("short")) {
            assertApplied(manager.reset(account, secret, PLAIN));
        }
    }

    /** The bind uses up one of the logins that are left; the change needs no more. */
    @Test
    void changesAnExpiredPasswordWhileLoginsAreLeft() throws LDAPException {
        people().give("u19", USER_PASSWORD);
        people().policy("pwdGraceAuthNLimit", "100");
        people().policy("pwdMaxAge", "1");
        try {
            await().untilAsserted(() -> {
                people().canBind("u19", USER_PASSWORD);
                assertThat(people().read("u19", "pwdGraceUseTime")).isPresent();
            });
            assertApplied(change(found("u19"), USER_PASSWORD, GOOD));
        } finally {
            people().policy("pwdMaxAge", "0");
            people().policy("pwdGraceAuthNLimit", "0");
        }
        assertThat(people().canBind("u19", GOOD)).isTrue();
    }

    // --- validate

    @ParameterizedTest
    @CsvSource({"Ab1-xy,TOO_SHORT", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg,TOO_LONG"})
    void validatesAgainstThePolicyInForce(String password, PolicyViolation violation) throws LDAPException {
        DirectoryOutcome.Refused refused = assertRefused(validate(found("u18"), password), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(violation);
        assertThat(refused.policy()).isPresent();
    }

    @Test
    void validatesWithoutWritingOrBinding() throws LDAPException {
        people().give("u18", USER_PASSWORD);
        Account before = found("u18");

        assertApplied(validate(before, GOOD));

        assertThat(found("u18")).isEqualTo(before);
        assertThat(people().failures("u18")).isZero();
    }

    // --- proof

    @Test
    void provesAPasswordByOneBindUnlessThatCouldLock() throws LDAPException {
        people().give("u20", USER_PASSWORD);

        assertThat(prove("u20", USER_PASSWORD)).isEqualTo(PasswordProof.RIGHT);
        assertThat(prove("u20", "not-the-one")).isEqualTo(PasswordProof.WRONG);
        for (int i = 0; i < 3; i++) {
            people().canBind("u20", "wrong-" + i);
        }
        assertThat(people().failures("u20")).isEqualTo(4);
        assertThat(prove("u20", USER_PASSWORD)).isEqualTo(PasswordProof.NOT_TRIED);
        assertThat(found("u20").locked()).isFalse();
    }

    private PasswordProof prove(String name, String password) throws LDAPException {
        try (Secret secret = secret(password)) {
            return port().prove(found(name), secret);
        }
    }
}
