package dev.writeback.it.directory;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.agent.journal.Intent;
import dev.writeback.directory.Directory;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.it.directory.CrashingDirectory.Death;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The recovery table of PWB/1, section 6, on a directory: each row of recovery-matrix.csv is made to happen, then the
 * request is delivered again to the agent's own pipeline. The verdict is what the pipeline does; the directory is asked
 * what became of the account.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RecoveryContract {
    private static final String ROWS = "/recovery-matrix.csv";
    private static final long THRESHOLD = 5;

    /**
     * One server shows no second origin, and never goes back in time: for these rows the record is rewritten, as if it
     * had been made on another server or before a restore. All other rows happen in the directory itself.
     */
    private static final Set<String> IN_THE_RECORD = Set.of(
            "one write from another server and another password",
            "one write from another server and the right password",
            "a version that went back: a restored directory");

    private static final Map<String, Situation> SITUATIONS = Map.ofEntries(
            entry("same version: not applied", user -> user.agentDies(Death.BEFORE_THE_WRITE)),
            entry("one write from our server and the right password", RecoveryContract::written),
            entry("one write from our server and another password", RecoveryContract::overtaken),
            entry("one write from another server and another password", user -> {
                overtaken(user);
                user.recordSays(RecoveryContract::ofAnotherServer);
            }),
            entry("one write from another server and the right password", user -> {
                written(user);
                user.recordSays(RecoveryContract::ofAnotherServer);
            }),
            entry("one write from our server and a bind too dangerous to try", user -> {
                written(user);
                user.almostLocked();
            }),
            entry("one write from our server and a bind that says nothing", user -> {
                written(user);
                user.lockedInAPatientDomain();
            }),
            entry("two writes", user -> {
                written(user);
                user.somebodyElseWrites();
            }),
            entry("many writes", user -> {
                written(user);
                for (int i = 0; i < 8; i++) {
                    user.somebodyElseWrites();
                }
            }),
            entry("a version that went back: a restored directory", user -> {
                user.agentDies(Death.BEFORE_THE_WRITE);
                user.recordSays(RecoveryContract::oneWriteLater);
            }),
            entry("no metadata and an unchanged time", user -> {
                user.stampIsHidden();
                user.agentDies(Death.BEFORE_THE_WRITE);
            }),
            entry("no metadata and a later time", user -> {
                user.stampIsHidden();
                written(user);
            }),
            entry("no metadata and a must-change time that is no clock", user -> {
                user.stampIsHidden();
                user.agentDies(Death.AFTER_THE_WRITE, Draft::andMustChange);
            }),
            entry("metadata that can no longer be read", user -> {
                written(user);
                user.stampIsHidden();
            }),
            entry("no record and changed just inside the skew before the issue", user -> {
                user.anotherAgentWrites();
                user.issuedAfterTheLastWrite(Duration.ofSeconds(60));
            }),
            entry("no record and changed since the issue", RecoveryContract::writtenByAnotherAgent),
            entry("no record and changed since to another password", user -> {
                user.somebodyElseWrites();
                user.issuedAfterTheLastWrite(Duration.ofSeconds(-1));
            }),
            entry("no record and a bind too dangerous to try", user -> {
                writtenByAnotherAgent(user);
                user.almostLocked();
            }),
            entry(
                    "no record and not changed since the skew before the issue",
                    user -> user.issuedAfterTheLastWrite(Duration.ofSeconds(61))),
            entry("no record and no clock", user -> {
                user.mustChange();
                user.stampIsHidden();
            }));

    private Directory port;
    private Administrator administrator;
    private int users;

    /** Brings a user, and the record of a request, into the state of one row. */
    private interface Situation {
        void comeAbout(RecoveryCase user) throws LDAPException;
    }

    /** The verdicts of the table, as they show from outside. */
    enum Verdict {
        NOT_APPLIED,
        APPLIED,
        SUPERSEDED,
        UNKNOWN
    }

    /** States in which the right password is refused, with a sub-code that tells that it is right. */
    enum NoSignIn {
        MUST_CHANGE,
        DISABLED,
        ACCOUNT_EXPIRED
    }

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

    private static void written(RecoveryCase user) {
        user.agentDies(Death.AFTER_THE_WRITE);
    }

    private static void overtaken(RecoveryCase user) throws LDAPException {
        user.agentDies(Death.BEFORE_THE_WRITE);
        user.somebodyElseWrites();
    }

    private static void writtenByAnotherAgent(RecoveryCase user) {
        user.anotherAgentWrites();
        user.issuedAfterTheLastWrite(Duration.ofSeconds(-1));
    }

    private static Intent ofAnotherServer(Intent intent) {
        return new Intent(
                intent.operation(),
                intent.directory(),
                intent.account(),
                intent.server(),
                Optional.of(new UUID(1, 2)),
                intent.passwordVersion(),
                intent.passwordChangedAt(),
                intent.deadline());
    }

    private static Intent oneWriteLater(Intent intent) {
        return new Intent(
                intent.operation(),
                intent.directory(),
                intent.account(),
                intent.server(),
                intent.invocation(),
                intent.passwordVersion().map(version -> version + 1),
                intent.passwordChangedAt(),
                intent.deadline());
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = ROWS, useHeadersInDisplayName = false, numLinesToSkip = 1)
    void judgesTheRow(
            String row,
            String record,
            Long versionBefore,
            Long versionNow,
            String origin,
            Long changedBefore,
            Long changedNow,
            PasswordProof bind,
            Verdict expected,
            int binds)
            throws LDAPException {
        RecoveryCase user = newUser();
        try {
            SITUATIONS.get(row).comeAbout(user);
            Footprint before = Footprint.of(administrator, user);

            Optional<Ack> ack = user.redeliver();

            Footprint after = Footprint.of(administrator, user);
            assertThat(verdict(user, ack.orElseThrow())).isEqualTo(expected);
            assertThat(user.asked().proofs()).hasSize(binds);
            if (binds > 0) {
                assertThat(user.asked().proofs()).containsExactly(bind);
            }
            assertNoHarm(before, after, bind == PasswordProof.WRONG ? 1 : 0);
            assertThat(after.version() - before.version()).isEqualTo(expected == Verdict.NOT_APPLIED ? 1 : 0);
        } finally {
            administrator.lockoutThreshold(THRESHOLD);
            administrator.delete(user.dn());
        }
    }

    private static void assertNoHarm(Footprint before, Footprint after, int wrongAttempts) {
        assertThat(after.lockedSince()).as("lockoutTime").isEqualTo(before.lockedSince());
        assertThat(after.wrongAttempts() - before.wrongAttempts())
                .as("growth of badPwdCount")
                .isLessThanOrEqualTo(wrongAttempts);
    }

    /** What the pipeline did about the second delivery. */
    private static Verdict verdict(RecoveryCase user, Ack ack) {
        if (user.asked().writes() > 0) {
            assertThat(user.asked().writes()).isEqualTo(1);
            assertThat(ack.outcome()).isEqualTo(Outcome.OK);
            return Verdict.NOT_APPLIED;
        }
        return switch (ack.outcome()) {
            case OK_ALREADY -> Verdict.APPLIED;
            case SUPERSEDED -> Verdict.SUPERSEDED;
            case INDETERMINATE -> Verdict.UNKNOWN;
            default -> throw new AssertionError("no verdict of the table: " + ack.outcome());
        };
    }

    @ParameterizedTest
    @EnumSource
    void knowsItsWriteByTheSubCodeOfAnAccountThatMayNotSignIn(NoSignIn state) throws LDAPException {
        RecoveryCase user = newUser();
        try {
            user.agentDies(
                    Death.AFTER_THE_WRITE, draft -> state == NoSignIn.MUST_CHANGE ? draft.andMustChange() : draft);
            if (state == NoSignIn.DISABLED) {
                user.disabled();
            } else if (state == NoSignIn.ACCOUNT_EXPIRED) {
                user.accountExpired();
            }
            Footprint before = Footprint.of(administrator, user);

            Ack ack = user.redeliver().orElseThrow();

            assertThat(verdict(user, ack)).isEqualTo(Verdict.APPLIED);
            assertThat(user.asked().proofs()).containsExactly(PasswordProof.RIGHT);
            assertThat(Footprint.of(administrator, user)).isEqualTo(before);
        } finally {
            administrator.delete(user.dn());
        }
    }

    @Test
    void everyRowIsMadeToHappenAndThreeOfThemInTheRecordAlone() throws IOException {
        assertThat(SITUATIONS.keySet()).containsExactlyInAnyOrderElementsOf(rows());
        assertThat(SITUATIONS.keySet()).containsAll(IN_THE_RECORD);
        assertThat(IN_THE_RECORD).hasSize(3);
    }

    private static List<String> rows() throws IOException {
        try (InputStream in = RecoveryContract.class.getResourceAsStream(ROWS);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(line -> line.split(",", 2)[0]).toList();
        }
    }

    private RecoveryCase newUser() throws LDAPException {
        users++;
        return new RecoveryCase(directory(), administrator, port, String.format("rec%02d", users));
    }

    /**
     * What the directory itself says of an account.
     *
     * @param version how often the password was written
     * @param wrongAttempts {@code badPwdCount}
     * @param lockedSince {@code lockoutTime}, 0 for an account that is not locked
     */
    private record Footprint(long version, long wrongAttempts, long lockedSince) {
        static Footprint of(Administrator administrator, RecoveryCase user) throws LDAPException {
            return new Footprint(
                    administrator.passwordVersion(user.name()),
                    administrator.number(user.name(), "badPwdCount"),
                    administrator.number(user.name(), "lockoutTime"));
        }
    }
}
