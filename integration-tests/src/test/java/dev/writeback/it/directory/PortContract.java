package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ResetOptions;
import dev.writeback.protocol.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the directory port promises whatever the directory: on Active Directory and on any other. */
abstract class PortContract {
    static final ResetOptions PLAIN = new ResetOptions(false, false);
    static final String GOOD = "N3w-Secret-Phrase";
    static final long ONE_DAY = 86_400;

    /** The directory under test. */
    abstract Directory port();

    /** Its people. */
    abstract People people();

    final Account found(String name) throws LDAPException {
        return found(new AccountRef.ByGuid(people().guidOf(name)));
    }

    final Account found(AccountRef ref) {
        Lookup lookup = port().find(ref);
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).account();
    }

    final DirectoryOutcome reset(Account account, String password, ResetOptions options) {
        try (Secret secret = secret(password)) {
            return port().reset(account, secret, options);
        }
    }

    final DirectoryOutcome change(Account account, String current, String password) {
        try (Secret old = secret(current);
                Secret fresh = secret(password)) {
            return port().change(account, old, fresh);
        }
    }

    final DirectoryOutcome validate(Account account, String password) {
        try (Secret secret = secret(password)) {
            return port().validate(account, secret);
        }
    }

    static Secret secret(String password) {
        return Secret.takeOwnershipOf(password.getBytes(UTF_8));
    }

    /** One that is in nobody's history. */
    static String fresh() {
        return "Aa1-" + UUID.randomUUID();
    }

    static void assertApplied(DirectoryOutcome outcome) {
        assertThat(outcome).isInstanceOf(DirectoryOutcome.Applied.class);
    }

    static DirectoryOutcome.Refused assertRefused(DirectoryOutcome outcome, Refusal refusal) {
        assertThat(outcome).isInstanceOf(DirectoryOutcome.Refused.class);
        DirectoryOutcome.Refused refused = (DirectoryOutcome.Refused) outcome;
        assertThat(refused.refusal()).as(refused.diagnostic()).isEqualTo(refusal);
        return refused;
    }

    /** Runs {@code body} in a directory that lets a password be changed at once. */
    final void withoutMinimumAge(DirectoryWork body) throws LDAPException {
        withLeastAge(0, body);
    }

    /** Runs {@code body} under that least age of a password, in seconds, then puts back what was usual. */
    final void withLeastAge(long seconds, DirectoryWork body) throws LDAPException {
        people().leastAge(seconds);
        try {
            body.run();
        } finally {
            people().usualLeastAge();
        }
    }

    interface DirectoryWork {
        void run() throws LDAPException;
    }

    @Test
    void takesTheTextOfAUserPrincipalNameLiterally() {
        assertThat(port().find(new AccountRef.ByUserPrincipalName("u0*"))).isInstanceOf(Lookup.NotFound.class);
        assertThat(port().find(new AccountRef.ByUserPrincipalName("x)(objectClass=*")))
                .isInstanceOf(Lookup.NotFound.class);
    }

    @Test
    void findsNobodyByAnUnknownIdentifier() {
        assertThat(port().find(new AccountRef.ByGuid(new UUID(1, 2)))).isInstanceOf(Lookup.NotFound.class);
        assertThat(port().find(new AccountRef.BySid("S-1-5-21-1-2-3-4444"))).isInstanceOf(Lookup.NotFound.class);
    }

    @Test
    void seesThatAnAccountIsLockedAndThatItIsNoMore() throws LDAPException {
        people().give("u03", USER_PASSWORD);
        people().lock("u03");
        assertThat(found("u03").locked()).isTrue();

        people().endLock("u03");
        assertThat(found("u03").locked()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Pässwörd-€-\uD83D\uDE00-1",
                "Пароль-Слово-7",
                "Pa\"ss-w0rd\"-X1",
                "\"Quoted-Phrase-1\"",
                " L3ading and trailing ",
                "Back\\slash*(1)-Aa"
            })
    void resetsToWhatTheUserTypedLetterByLetter(String password) throws LDAPException {
        people().give("u05", USER_PASSWORD);

        assertApplied(reset(found("u05"), password, PLAIN));

        assertThat(people().canBind("u05", password)).isTrue();
    }

    @Test
    void refusesAnEmptyPassword() throws LDAPException {
        DirectoryOutcome.Refused refused = assertRefused(reset(found("u09"), "", PLAIN), Refusal.POLICY);

        assertThat(refused.violations()).contains(PolicyViolation.TOO_SHORT);
    }

    @Test
    void refusesBytesThatAreNoText() throws LDAPException {
        byte[] loneSurrogate = {'A', 'a', '1', '-', 'l', 'o', 'n', 'e', (byte) 0xED, (byte) 0xA0, (byte) 0x80};
        try (Secret broken = Secret.takeOwnershipOf(new byte[] {'A', 'a', '1', '-', (byte) 0xC3, 'x', 'y', 'z'});
                Secret lone = Secret.takeOwnershipOf(loneSurrogate);
                Secret nul = secret("Passw0rd\0-Long-1")) {
            assertRefused(port().reset(found("u09"), broken, PLAIN), Refusal.OTHER);
            assertRefused(port().reset(found("u09"), lone, PLAIN), Refusal.OTHER);
            assertRefused(port().reset(found("u09"), nul, PLAIN), Refusal.OTHER);
        }
    }

    @Test
    void saysThatAnAccountIsGone() throws LDAPException {
        String dn = people().named("leaver01", people().staff());
        people().create(dn, "leaver01");
        Account account = found(new AccountRef.ByGuid(people().guidOfEntry(dn)));
        people().delete(dn);

        assertRefused(reset(account, GOOD, PLAIN), Refusal.NOT_FOUND);
        assertRefused(port().unlock(account), Refusal.NOT_FOUND);
        assertThat(port().find(new AccountRef.ByGuid(account.guid()))).isInstanceOf(Lookup.NotFound.class);
    }

    @Test
    void doesNotFollowAnAccountThatMovedSinceTheLookUp() throws LDAPException {
        String before = people().named("mover01", people().staff());
        String after = people().named("mover01", people().sales());
        people().create(before, "mover01");
        Account account = found(new AccountRef.ByGuid(people().guidOfEntry(before)));
        people().move(before, people().sales());
        try {
            assertRefused(reset(account, GOOD, PLAIN), Refusal.NOT_FOUND);
        } finally {
            people().delete(after);
        }
    }

    @Test
    void doesNotWriteToAnotherAccountUnderTheSameName() throws LDAPException {
        String dn = people().named("namesake01", people().staff());
        people().create(dn, "namesake01");
        Account first = found(new AccountRef.ByGuid(people().guidOfEntry(dn)));
        people().delete(dn);
        people().create(dn, "namesake01");
        try {
            assertRefused(reset(first, GOOD, PLAIN), Refusal.NOT_FOUND);
            assertThat(people().canBind("namesake01", USER_PASSWORD)).isTrue();
        } finally {
            people().delete(dn);
        }
    }

    @Test
    void changesAPasswordWithTheCurrentOne() throws LDAPException {
        people().give("u11", USER_PASSWORD);
        withoutMinimumAge(() -> {
            String fresh = fresh();
            assertApplied(change(found("u11"), USER_PASSWORD, fresh));

            assertThat(people().canBind("u11", fresh)).isTrue();
            assertThat(people().canBind("u11", USER_PASSWORD)).isFalse();
        });
    }

    @Test
    void refusesAWrongCurrentPasswordAndTheDirectoryCountsIt() throws LDAPException {
        people().give("u12", USER_PASSWORD);
        withoutMinimumAge(() -> {
            assertRefused(change(found("u12"), "not-the-one", GOOD), Refusal.WRONG_CURRENT_PASSWORD);

            assertThat(people().failures("u12")).isEqualTo(1);
            assertThat(people().canBind("u12", USER_PASSWORD)).isTrue();
        });
    }

    @Test
    void saysThatALockedUserCannotChange() throws LDAPException {
        people().give("u13", USER_PASSWORD);
        people().lock("u13");
        withoutMinimumAge(() -> {
            assertRefused(change(found("u13"), USER_PASSWORD, GOOD), Refusal.ACCOUNT_LOCKED);
        });
        people().give("u13", USER_PASSWORD);
    }

    @Test
    void refusesAChangeToAPasswordFromTheHistory() throws LDAPException {
        people().give("u14", "F1rst-Secret-Phrase");
        people().give("u14", "S3cond-Secret-Phrase");
        withoutMinimumAge(() -> {
            DirectoryOutcome.Refused refused =
                    assertRefused(change(found("u14"), "S3cond-Secret-Phrase", "F1rst-Secret-Phrase"), Refusal.POLICY);

            assertThat(refused.violations())
                    .hasSize(1)
                    .isSubsetOf(PolicyViolation.HISTORY, PolicyViolation.UNSPECIFIED);
            assertThat(people().canBind("u14", "S3cond-Secret-Phrase")).isTrue();
        });
    }

    @Test
    void refusesAChangeToTheSamePassword() throws LDAPException {
        people().give("u14", GOOD);
        withoutMinimumAge(() -> assertRefused(change(found("u14"), GOOD, GOOD), Refusal.POLICY));
    }

    @Test
    void refusesAChangeBeforeTheMinimumAgeAndSaysWhenItIsPossible() throws LDAPException {
        people().give("u16", USER_PASSWORD);

        withLeastAge(ONE_DAY, () -> {
            DirectoryOutcome.Refused refused = assertRefused(change(found("u16"), USER_PASSWORD, GOOD), Refusal.POLICY);

            assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_YOUNG);
            if (people().showPolicy()) {
                assertThat(refused.policy()).hasValueSatisfying(policy -> {
                    assertThat(policy.minAge()).hasSeconds(ONE_DAY);
                    assertThat(policy.changeAllowedAt()).isPresent();
                });
            }
            assertThat(people().canBind("u16", USER_PASSWORD)).isTrue();
        });
    }

    @Test
    void unlockingAUserWhoIsNotLockedIsASuccess() throws LDAPException {
        assertApplied(port().unlock(found("u02")));
    }

    @Test
    void servesSeveralThreadsAtOnce() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(8);
        try {
            List<Future<DirectoryOutcome>> outcomes = new ArrayList<>();
            for (int i = 1; i <= 16; i++) {
                Account account = found(String.format("u%02d", i));
                outcomes.add(workers.submit(() -> reset(account, GOOD + "-at-once", PLAIN)));
            }
            for (Future<DirectoryOutcome> outcome : outcomes) {
                assertApplied(outcome.get(20, TimeUnit.SECONDS));
            }
        } finally {
            workers.shutdownNow();
        }
        assertThat(people().canBind("u16", GOOD + "-at-once")).isTrue();
    }
}
