package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.StandardPeople.dn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
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
import dev.writeback.directory.standard.StandardDirectory;
import dev.writeback.directory.standard.StandardDirectorySettings;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.apacheds.ApacheServer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on a real ApacheDS server, and where such a server departs from the standards and from OpenLDAP. */
@HeldOn(value = "ApacheDS", standard = true)
final class ApacheDirectoryIT extends StandardDirectoryContract implements DelegatedPart, LockoutPart {
    @RegisterExtension
    static final ApacheExtension APACHE = new ApacheExtension();

    @Override
    StandardTestDirectory directory() {
        return new ApacheTestDirectory(APACHE.server());
    }

    /** As the only one who can end a lock. */
    @Override
    public Directory reachedAt(ServerAddress address) {
        return StandardDirectory.open(
                new StandardSettings(asAdministrator()).plainWith(address, Duration.ofSeconds(5)));
    }

    private StandardDirectorySettings asAdministrator() {
        return settings()
                .as(
                        ApacheServer.ADMINISTRATOR,
                        () -> Secret.takeOwnershipOf(APACHE.server().administratorPassword()));
    }

    // --- hashing

    @Test
    void isNotUsedUntilItIsSaidThatItHashes() throws LDAPException {
        StandardDirectorySettings.Policies usual = directory().settings().policies();
        StandardDirectorySettings unsaid = settings()
                .with(new StandardDirectorySettings.Policies(
                        usual.loginAttribute(), usual.defaultPolicy(), usual.protectedGroups(), false));
        try (Directory other = StandardDirectory.open(unsaid)) {
            Lookup lookup = other.find(new AccountRef.ByGuid(people().guidOf("u01")));

            assertThat(lookup).isInstanceOf(Lookup.Unavailable.class);
            assertThat(((Lookup.Unavailable) lookup).cause()).contains("hashesCleartext", "ads-pwdInHistory");
        }
    }

    @Test
    void keepsTheHashOfAResetPassword() throws LDAPException {
        people().give("u06", USER_PASSWORD);

        assertApplied(reset(found("u06"), GOOD + "-hashed", PLAIN));

        assertThat(people().read("u06", "userPassword"))
                .hasValueSatisfying(stored -> assertThat(stored).startsWith("{SSHA}"));
    }

    /** Why the documentation says: no history, and hashesCleartext only without one. */
    @Test
    void keepsPastPasswordsInClear() throws LDAPException {
        people().give("u06", USER_PASSWORD);
        String password = GOOD + "-kept";
        String past = Base64.getEncoder().encodeToString(password.getBytes(UTF_8));

        assertApplied(reset(found("u06"), password, PLAIN));

        String[] history = people().entry(dn("u06"), "pwdHistory").getAttributeValues("pwdHistory");
        assertThat(List.of(history)).anyMatch(value -> value.endsWith(past));
    }

    @Test
    void neverWritesWhatTheServerWouldTakeForAHash() throws LDAPException {
        String hash = "{SSHA}AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        people().give("u06", USER_PASSWORD);

        assertRefused(reset(found("u06"), hash, PLAIN), Refusal.POLICY);
        assertRefused(change(found("u06"), USER_PASSWORD, hash), Refusal.POLICY);

        assertThat(people().canBind("u06", USER_PASSWORD)).isTrue();
    }

    /** The server repeats a refused Modify in its answer, the password in hexadecimal. */
    @Test
    void aRefusalTellsNothingOfThePassword() throws LDAPException {
        people().give("u06", USER_PASSWORD);
        try (LDAPConnection user = APACHE.server().bind(dn("u06"), USER_PASSWORD)) {
            assertThat(refusalOf(user, "kurz")).as("the server's own answer").contains("0x6B 0x75 0x72 0x7A");
        }

        DirectoryOutcome.Refused refused = assertRefused(reset(found("u06"), "kurz", PLAIN), Refusal.POLICY);

        assertThat(refused.diagnostic()).contains("PASSWORD_TOO_SHORT");
        assertThat(refused.diagnostic().toLowerCase(Locale.ROOT)).doesNotContain("kurz", "0x6b", "6b75727a");
    }

    private static String refusalOf(LDAPConnection connection, String password) {
        try {
            connection.modify(dn("u06"), new Modification(ModificationType.REPLACE, "userPassword", password));
            return "";
        } catch (LDAPException e) {
            return String.valueOf(e.getDiagnosticMessage());
        }
    }

    // --- the policy

    @Test
    void holdsAResetToTheLeastAge() throws LDAPException {
        people().give("u16", USER_PASSWORD);
        withLeastAge(ONE_DAY, () -> {
            DirectoryOutcome.Refused refused = assertRefused(reset(found("u16"), GOOD, PLAIN), Refusal.POLICY);
            assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_YOUNG);
        });
    }

    @Test
    void canNeitherResetNorChangeWhereThePolicyDemandsTheOldPassword() throws LDAPException {
        people().give("u11", USER_PASSWORD);
        people().policy("pwdSafeModify", "TRUE");
        try {
            assertRefused(reset(found("u11"), GOOD + "-6", PLAIN), Refusal.ACCESS_DENIED);
            assertRefused(change(found("u11"), USER_PASSWORD, GOOD + "-6"), Refusal.ACCESS_DENIED);
        } finally {
            people().policy("pwdSafeModify", "FALSE");
        }
        assertThat(people().canBind("u11", USER_PASSWORD)).isTrue();
    }

    /** The policy is configuration, which a service account cannot read. */
    @Test
    void knowsNoRuleBeforeTheWrite() throws LDAPException {
        people().give("u18", USER_PASSWORD);

        assertApplied(validate(found("u18"), "short"));
        try (Secret secret = secret(USER_PASSWORD)) {
            assertThat(port().prove(found("u18"), secret)).isEqualTo(PasswordProof.NOT_TRIED);
        }
        assertThat(assertRefused(reset(found("u18"), "short", PLAIN), Refusal.POLICY)
                        .policy())
                .isEmpty();
    }

    // --- must change

    @Test
    void cannotForceAChange() throws LDAPException {
        people().give("u06", USER_PASSWORD);

        assertRefused(reset(found("u06"), GOOD, new ResetOptions(false, true)), Refusal.MUST_CHANGE_IMPOSSIBLE);

        assertThat(people().canBind("u06", USER_PASSWORD)).isTrue();
        assertThat(people().read("u06", "pwdReset")).isEmpty();
    }

    /** The server lets such a user bind and then finds no entry to change. */
    @Test
    void aUserWhoMustChangeCannot() throws LDAPException {
        people().give("u06", USER_PASSWORD);
        people().set(dn("u06"), "pwdReset", "TRUE");

        assertRefused(change(found("u06"), USER_PASSWORD, GOOD), Refusal.CHANGE_FORBIDDEN);

        people().give("u06", USER_PASSWORD);
    }

    // --- locks

    @Override
    @Test
    public void mayNotUnlockOutsideTheDelegatedPart() throws LDAPException {
        people().give("outside01", USER_PASSWORD);
        people().lock("outside01");

        assertRefused(port().unlock(found("outside01")), Refusal.ACCESS_DENIED);

        people().give("outside01", USER_PASSWORD);
    }

    @Test
    void canEndNoLockWhateverItsRights() throws LDAPException {
        people().give("u17", USER_PASSWORD);
        people().lock("u17");
        PasswordStamp before = found("u17").password().orElseThrow();

        assertRefused(port().unlock(found("u17")), Refusal.ACCESS_DENIED);
        assertRefused(reset(found("u17"), GOOD, UNLOCK), Refusal.ACCESS_DENIED);

        assertThat(found("u17").password()).as("nothing is written").contains(before);
        assertThat(found("u17").locked()).isTrue();
        people().give("u17", USER_PASSWORD);
    }

    @Test
    void aResetLeavesTheLock() throws LDAPException {
        people().give("u07", USER_PASSWORD);
        people().lock("u07");

        assertApplied(reset(found("u07"), GOOD, PLAIN));

        assertThat(found("u07").locked()).isTrue();
        assertThat(people().canBind("u07", GOOD)).isFalse();
        people().endLock("u07");
        assertThat(people().canBind("u07", GOOD)).isTrue();
    }

    @Test
    void endsALockAsTheServersAdministrator() throws LDAPException {
        people().give("u17", USER_PASSWORD);
        people().lock("u17");
        try (Directory administrator = StandardDirectory.open(asAdministrator());
                Secret secret = secret(GOOD)) {
            assertApplied(administrator.unlock(account(administrator, "u17")));
            assertThat(people().failures("u17")).isZero();
            assertThat(people().canBind("u17", USER_PASSWORD)).isTrue();

            people().lock("u17");
            assertApplied(administrator.reset(account(administrator, "u17"), secret, UNLOCK));
        }
        assertThat(found("u17").locked()).isFalse();
        assertThat(people().canBind("u17", GOOD)).isTrue();
    }

    /** Why the documentation says: never the server's administrator. */
    @Test
    void thePolicyDoesNotHoldForTheServersAdministrator() throws LDAPException {
        people().give("u18", USER_PASSWORD);
        try (Directory administrator = StandardDirectory.open(asAdministrator());
                Secret secret = secret("short")) {
            assertApplied(administrator.reset(account(administrator, "u18"), secret, PLAIN));
        }
    }
}
