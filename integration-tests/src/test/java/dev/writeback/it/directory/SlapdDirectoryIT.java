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
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.standard.StandardDirectory;
import dev.writeback.protocol.secret.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract on a real OpenLDAP server with ppolicy, and what such a server does beside it. */
final class SlapdDirectoryIT extends StandardDirectoryContract implements DelegatedPart {
    @RegisterExtension
    static final SlapdExtension SLAPD = new SlapdExtension();

    private static final ResetOptions MUST_CHANGE = new ResetOptions(false, true);

    @Override
    StandardTestDirectory directory() {
        return new SlapdTestDirectory(SLAPD.server());
    }

    private void policy(String attribute, String value) throws LDAPException {
        people().set(SLAPD.server().defaultPolicyDn(), attribute, value);
    }

    // --- the policy holds for resets too

    @Test
    void refusesAResetToWhatIsTooShort() throws LDAPException {
        people().give("u09", USER_PASSWORD);

        DirectoryOutcome.Refused refused = assertRefused(reset(found("u09"), "Ab1-xy", PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_SHORT);
        assertThat(people().canBind("u09", USER_PASSWORD)).isTrue();
    }

    @Test
    void stampStaysWithARefusal() throws LDAPException {
        people().give("u10", USER_PASSWORD);
        PasswordStamp before = found("u10").password().orElseThrow();

        assertRefused(reset(found("u10"), "short", PLAIN), Refusal.POLICY);

        assertThat(found("u10").password()).contains(before);
    }

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
    void holdsAResetAgainstTheHistory() throws LDAPException {
        people().give("u14", "F1rst-Secret-Phrase");
        people().give("u14", "S3cond-Secret-Phrase");

        DirectoryOutcome.Refused refused =
                assertRefused(reset(found("u14"), "F1rst-Secret-Phrase", PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.HISTORY);
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
    void saysThatAPasswordIsTooLong() throws LDAPException {
        DirectoryOutcome.Refused refused =
                assertRefused(reset(found("u09"), "Aa1-" + "x".repeat(61), PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_LONG);
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
        policy("pwdSafeModify", "TRUE");
        try {
            assertRefused(reset(found("u11"), GOOD + "-6", PLAIN), Refusal.ACCESS_DENIED);
            assertApplied(change(found("u11"), USER_PASSWORD, GOOD + "-6"));
        } finally {
            policy("pwdSafeModify", "FALSE");
        }
    }

    @Test
    void saysThatTheUserMayNotChangeThePassword() throws LDAPException {
        people().give("u11", USER_PASSWORD);
        policy("pwdAllowUserChange", "FALSE");
        try {
            assertRefused(change(found("u11"), USER_PASSWORD, GOOD + "-4"), Refusal.CHANGE_FORBIDDEN);
        } finally {
            policy("pwdAllowUserChange", "TRUE");
        }
        assertThat(people().canBind("u11", USER_PASSWORD)).isTrue();
    }

    // --- must change

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

    @Test
    void saysThatAPasswordHasExpiredAndThatItCannotBeChanged() throws LDAPException {
        people().give("u19", USER_PASSWORD);
        policy("pwdMaxAge", "1");
        try {
            await().untilAsserted(() ->
                    assertThat(people().canBind("u19", USER_PASSWORD)).isFalse());
            DirectoryOutcome.Refused refused = assertRefused(change(found("u19"), USER_PASSWORD, GOOD), Refusal.OTHER);
            assertThat(refused.diagnostic()).contains("PASSWORD_EXPIRED");
        } finally {
            policy("pwdMaxAge", "0");
        }
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

    // --- outages

    @Test
    void isUnavailableWhileTheServerIsGoneAndRecoversByItself() throws Exception {
        people().give("u04", USER_PASSWORD);
        try (Directory own = StandardDirectory.open(settings().base());
                Secret secret = secret(GOOD + "-back")) {
            Account account = account(own, "u04");
            SLAPD.server().crash();
            try {
                assertThat(own.reset(account, secret, PLAIN)).isInstanceOf(DirectoryOutcome.Unavailable.class);
                assertThat(own.health().isReachable()).isFalse();
            } finally {
                SLAPD.server().restart();
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(own.find(new AccountRef.ByGuid(account.guid())))
                            .isInstanceOf(Lookup.Found.class));
            assertApplied(own.reset(account, secret, PLAIN));
        } finally {
            reconnect();
        }
        assertThat(people().canBind("u04", GOOD + "-back")).isTrue();
        assertThat(people().read("u04", "pwdChangedTime")).isPresent();
    }
}
