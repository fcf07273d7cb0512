package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.STAFF;
import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.PortContract.PLAIN;
import static dev.writeback.it.directory.PortContract.assertApplied;
import static dev.writeback.it.directory.PortContract.assertRefused;
import static dev.writeback.it.directory.PortContract.secret;
import static dev.writeback.it.directory.WindowsFront.POLICY_HINTS;
import static dev.writeback.it.directory.WindowsFront.POLICY_HINTS_DEPRECATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.DirectoryOutcome.Refused;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.it.directory.WindowsFront.PasswordWrite;
import dev.writeback.it.directory.WindowsWords.Write;
import dev.writeback.protocol.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The history on a reset, on a real domain controller: Samba AD behind a {@link WindowsFront} that has the policy hints
 * control. What is in the history is what Samba itself has stored of each account.
 */
@HeldOn("Samba AD in Windows' words")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HistoryOnSambaIT {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private static final String FIRST = "F1rst-Secret-Phrase";
    private static final String SECOND = "S3cond-Secret-Phrase";
    private static final String THIRD = "Th1rd-Secret-Phrase";

    /** The control access right User-Change-Password. */
    private static final String CHANGE_PASSWORD = "ab721a53-1e2f-11d0-9819-00aa0040529b";

    private Administrator administrator;
    private String name;
    private String dn;

    @BeforeAll
    void open() throws LDAPException {
        administrator = new Administrator(new SambaTestDirectory(SAMBA.server()));
        administrator.minimumPasswordAge(0);
    }

    @AfterAll
    void close() throws LDAPException {
        administrator.usualLeastAge();
        administrator.close();
    }

    @BeforeEach
    void create() throws LDAPException {
        name = "h" + UUID.randomUUID().toString().substring(0, 12);
        dn = "CN=" + name + "," + STAFF;
        administrator.create(dn, name);
    }

    @AfterEach
    void delete() throws LDAPException {
        administrator.delete(dn);
    }

    static Stream<Arguments> listings() {
        return Stream.of(
                Arguments.of(List.of(POLICY_HINTS, POLICY_HINTS_DEPRECATED), POLICY_HINTS, true),
                Arguments.of(List.of(POLICY_HINTS_DEPRECATED, POLICY_HINTS), POLICY_HINTS, false),
                Arguments.of(List.of(POLICY_HINTS), POLICY_HINTS, true),
                Arguments.of(List.of(POLICY_HINTS_DEPRECATED), POLICY_HINTS_DEPRECATED, true),
                Arguments.of(List.of(POLICY_HINTS_DEPRECATED), POLICY_HINTS_DEPRECATED, false));
    }

    @ParameterizedTest(name = "listed {0}, demanded {2}")
    @MethodSource("listings")
    void holdsAResetToTheHistoryWhereTheServerCan(List<String> listed, String used, boolean demanded) throws Exception {
        try (WindowsFront front = front(listed);
                Directory port = open(front, demanded)) {
            assertApplied(reset(port, FIRST));
            assertApplied(reset(port, SECOND));
            long before = administrator.passwordVersion(name);

            Refused former = assertRefused(reset(port, FIRST), Refusal.POLICY);
            Refused present = assertRefused(reset(port, SECOND), Refusal.POLICY);

            // Windows does not tell the history from a password filter, so nothing is claimed.
            assertThat(former.violations()).containsExactly(PolicyViolation.UNSPECIFIED);
            assertThat(present.violations()).containsExactly(PolicyViolation.UNSPECIFIED);
            assertThat(former.policy())
                    .hasValueSatisfying(
                            policy -> assertThat(policy.historyLength()).isEqualTo(24));
            assertThat(administrator.passwordVersion(name)).isEqualTo(before);
            assertThat(administrator.canBind(name, SECOND)).isTrue();
            assertApplied(reset(port, THIRD));
            assertThat(front.writes())
                    .hasSize(5)
                    .allSatisfy(write -> assertThat(write).isEqualTo(new PasswordWrite(Write.RESET, List.of(used))));
        }
    }

    @Test
    void holdsAResetToTheHistoryThatOthersMade() throws Exception {
        try (WindowsFront front = front(List.of(POLICY_HINTS));
                Directory port = open(front, true)) {
            administrator.setPassword(dn, FIRST);
            administrator.setPassword(dn, SECOND);

            assertRefused(reset(port, FIRST), Refusal.POLICY);
            assertRefused(reset(port, USER_PASSWORD), Refusal.POLICY);

            assertThat(administrator.canBind(name, SECOND)).isTrue();
        }
    }

    @Test
    void writesAllOfAResetUnderTheControlOrNothing() throws Exception {
        try (WindowsFront front = front(List.of(POLICY_HINTS));
                Directory port = open(front, true)) {
            ResetOptions all = new ResetOptions(true, true);
            administrator.setPassword(dn, FIRST);
            administrator.lock(name);

            assertRefused(reset(port, USER_PASSWORD, all), Refusal.POLICY);
            assertThat(administrator.bindResult(name, FIRST)).isEqualTo("775");

            assertApplied(reset(port, SECOND, all));
            assertThat(administrator.bindResult(name, SECOND)).isEqualTo("773");
        }
    }

    @Test
    void saysThatAPasswordIsTooYoungToBeResetAndWhenItIsNot() throws Exception {
        try (WindowsFront front = front(List.of(POLICY_HINTS));
                Directory port = open(front, true)) {
            administrator.minimumPasswordAge(PortContract.ONE_DAY);
            try {
                Refused refused = assertRefused(reset(port, FIRST), Refusal.POLICY);
                Refused foretold = assertRefused(validate(port, FIRST), Refusal.POLICY);

                assertThat(refused.violations()).containsExactly(PolicyViolation.TOO_YOUNG);
                assertThat(refused.policy().orElseThrow().changeAllowedAt()).isPresent();
                assertThat(foretold.violations()).isEqualTo(refused.violations());
                assertThat(foretold.policy()).isEqualTo(refused.policy());
                assertThat(administrator.canBind(name, USER_PASSWORD)).isTrue();

                administrator.set(dn, "pwdLastSet", "0");
                assertApplied(validate(port, FIRST));
                assertApplied(reset(port, FIRST));
            } finally {
                administrator.minimumPasswordAge(0);
            }
        }
    }

    @Test
    void usesNoServerWithoutTheControlWhereItIsDemanded() throws Exception {
        try (WindowsFront front = front(List.of());
                Directory undemanding = open(front, false);
                Directory port = open(front, true);
                Secret secret = secret(FIRST)) {
            Account account = account(undemanding);
            long before = administrator.passwordVersion(name);

            DirectoryOutcome outcome = port.reset(account, secret, PLAIN);

            assertThat(outcome).isInstanceOf(DirectoryOutcome.Unavailable.class);
            assertThat(((DirectoryOutcome.Unavailable) outcome).cause())
                    .contains("requireHistoryOnReset", POLICY_HINTS, POLICY_HINTS_DEPRECATED);
            assertThat(port.find(new AccountRef.ByGuid(account.guid()))).isInstanceOf(Lookup.Unavailable.class);
            assertThat(port.health().isReachable()).isFalse();
            assertThat(front.writes()).isEmpty();
            assertThat(administrator.passwordVersion(name)).isEqualTo(before);
        }
    }

    @Test
    void passesOverAServerWithoutTheControlOnlyWhereItIsDemanded(@TempDir Path folder) throws Exception {
        try (WindowsFront front = front(List.of(POLICY_HINTS))) {
            ActiveDirectorySettings samba = new SambaTestDirectory(SAMBA.server()).settings();
            Path both = Files.writeString(
                    folder.resolve("both.pem"),
                    Files.readString(samba.caFile().orElseThrow())
                            + Files.readString(front.settings().caFile().orElseThrow()));
            ServerAddress first = new Settings(samba).server();
            ServerAddress second = new Settings(front.settings()).server();
            ActiveDirectorySettings pair = new Settings(new Settings(samba).with(first, second)).with(both);
            try (Directory careless = ActiveDirectory.open(pair);
                    Directory demanding = ActiveDirectory.open(new Settings(pair).withHistoryRequired())) {
                assertThat(account(careless).server()).isEqualTo(first.name());
                assertApplied(reset(careless, USER_PASSWORD));

                assertThat(account(demanding).server()).isEqualTo(second.name());
                assertRefused(reset(demanding, USER_PASSWORD), Refusal.POLICY);
                assertThat(demanding.health().servers()).extracting("up").containsExactly(false, true);
                assertThat(demanding.health().servers().get(0).detail()).contains("requireHistoryOnReset");
            }
        }
    }

    @Test
    void doesNotFallBackWhenTheServerDoesNotDoWhatItLists() throws Exception {
        try (WindowsFront front = front(List.of(POLICY_HINTS, POLICY_HINTS_DEPRECATED));
                Directory port = open(front, false)) {
            front.stopObeying();
            long before = administrator.passwordVersion(name);

            Refused refused = assertRefused(reset(port, FIRST), Refusal.OTHER);

            assertThat(refused.diagnostic()).startsWith("12 (unavailable critical extension)");
            assertThat(front.writes()).containsExactly(new PasswordWrite(Write.RESET, List.of(POLICY_HINTS)));
            assertThat(administrator.passwordVersion(name)).isEqualTo(before);
        }
    }

    @Test
    void takesAFormerPasswordWhereNobodyCanTellAndNobodyDemandsIt() throws Exception {
        try (WindowsFront front = front(List.of());
                Directory port = open(front, false)) {
            assertApplied(reset(port, FIRST));
            assertApplied(reset(port, FIRST));

            assertThat(front.writes()).containsOnly(new PasswordWrite(Write.RESET, List.of()));
        }
    }

    @Test
    void sendsTheControlWithAResetOnly() throws Exception {
        try (WindowsFront front = front(List.of(POLICY_HINTS));
                Directory port = open(front, true);
                Secret current = secret(USER_PASSWORD);
                Secret fresh = secret(FIRST)) {
            assertApplied(port.change(account(port), current, fresh));

            assertThat(front.writes()).containsExactly(new PasswordWrite(Write.CHANGE, List.of()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void understandsEitherFormOfARefusedPassword(WindowsWords form) throws Exception {
        try (WindowsFront front = front(List.of(POLICY_HINTS));
                Directory port = open(front, false)) {
            front.speak(form);

            assertThat(assertRefused(reset(port, "Ab1-xy"), Refusal.POLICY).violations())
                    .containsExactly(PolicyViolation.TOO_SHORT);
            assertThat(assertRefused(reset(port, USER_PASSWORD), Refusal.POLICY).violations())
                    .containsExactly(PolicyViolation.UNSPECIFIED);
            assertThat(assertRefused(change(port, USER_PASSWORD, "Ab1-xy"), Refusal.POLICY)
                            .violations())
                    .containsExactly(PolicyViolation.TOO_SHORT);
            assertThat(assertRefused(change(port, USER_PASSWORD, USER_PASSWORD), Refusal.POLICY)
                            .violations())
                    .containsExactly(PolicyViolation.UNSPECIFIED);
            assertRefused(change(port, "not-the-one", FIRST), Refusal.WRONG_CURRENT_PASSWORD);
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysInEitherFormThatTheUserMayNotChangeThePassword(WindowsWords form) throws Exception {
        SAMBA.server().tool("dsacl", "set", "--objectdn=" + dn, "--sddl=(OD;;CR;" + CHANGE_PASSWORD + ";;PS)");
        SAMBA.server().tool("dsacl", "set", "--objectdn=" + dn, "--sddl=(OD;;CR;" + CHANGE_PASSWORD + ";;WD)");
        try (WindowsFront front = front(List.of());
                Directory port = open(front, false)) {
            front.speak(form);

            assertRefused(change(port, USER_PASSWORD, FIRST), Refusal.CHANGE_FORBIDDEN);
        }
    }

    private static WindowsFront front(List<String> listed) throws LDAPException {
        return new WindowsFront(SAMBA.server(), listed.toArray(String[]::new));
    }

    private static Directory open(WindowsFront front, boolean demanding) {
        ActiveDirectorySettings settings = front.settings();
        return ActiveDirectory.open(demanding ? new Settings(settings).withHistoryRequired() : settings);
    }

    private Account account(Directory port) throws LDAPException {
        Lookup lookup = port.find(new AccountRef.ByGuid(administrator.guidOfEntry(dn)));
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).account();
    }

    private DirectoryOutcome reset(Directory port, String password) throws LDAPException {
        return reset(port, password, PLAIN);
    }

    private DirectoryOutcome reset(Directory port, String password, ResetOptions options) throws LDAPException {
        try (Secret secret = secret(password)) {
            return port.reset(account(port), secret, options);
        }
    }

    private DirectoryOutcome validate(Directory port, String password) throws LDAPException {
        try (Secret secret = secret(password)) {
            return port.validate(account(port), secret);
        }
    }

    private DirectoryOutcome change(Directory port, String current, String password) throws LDAPException {
        try (Secret old = secret(current);
                Secret fresh = secret(password)) {
            return port.change(account(port), old, fresh);
        }
    }
}
