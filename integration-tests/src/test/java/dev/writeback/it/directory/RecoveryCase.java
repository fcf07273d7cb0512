package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.STAFF;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.agent.journal.InMemoryJournal;
import dev.writeback.agent.journal.Intent;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.journal.JournalEntry;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.ResetOptions;
import dev.writeback.it.directory.CrashingDirectory.Death;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One user of its own, one reset of that user's password, and what happens to both before the reset is delivered a second
 * time. Used by one thread.
 */
final class RecoveryCase {
    /** The password that the request asks for. */
    static final String WANTED = "Want3d-Phrase-1";

    private static final int THRESHOLD = 5;
    private static final String ACCOUNT_DISABLED = "514";

    private final TestDirectory directory;
    private final Administrator administrator;
    private final CrashingDirectory port;
    private final AgentRoad road = new AgentRoad();
    private final String name;
    private final UUID guid;
    private Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
    private Journal journal = new InMemoryJournal(clock, 100);
    private Optional<SealedRequest> request = Optional.empty();
    private int otherPasswords;

    RecoveryCase(TestDirectory directory, Administrator administrator, Directory port, String name)
            throws LDAPException {
        this.directory = directory;
        this.administrator = administrator;
        this.port = new CrashingDirectory(port);
        this.name = name;
        administrator.create(dn(), name);
        this.guid = administrator.guidOfEntry(dn());
    }

    String dn() {
        return "CN=" + name + "," + STAFF;
    }

    String name() {
        return name;
    }

    /** The first delivery comes to an agent that dies: its record is an intent without a conclusion. */
    void agentDies(Death where) {
        agentDies(where, UnaryOperator.identity());
    }

    void agentDies(Death where, UnaryOperator<Draft> options) {
        SealedRequest sent = issue(options);
        port.dies(where);
        assertThat(road.deliver(sent, 1, port, journal, clock)).isEmpty();
        assertThat(journal.find(sent.id()).orElseThrow()).isInstanceOf(JournalEntry.Intended.class);
    }

    /** Another agent, of whose record ours knows nothing, makes the write that the request asks for. */
    void anotherAgentWrites() {
        try (Secret wanted = secret()) {
            assertThat(port.reset(account(), wanted, new ResetOptions(false, false)))
                    .isInstanceOf(DirectoryOutcome.Applied.class);
        }
    }

    /** Somebody else sets another password, on the same server. */
    void somebodyElseWrites() throws LDAPException {
        otherPasswords++;
        administrator.setPassword(dn(), "0ther-Phrase-" + otherPasswords);
    }

    /** The request was issued so long after the last write of the password, or before it where that is negative. */
    void issuedAfterTheLastWrite(Duration later) {
        clock = Clock.fixed(changedAt().plus(later), ZoneOffset.UTC);
        journal = new InMemoryJournal(clock, 100);
    }

    /** So many wrong attempts that one more would lock the account. */
    void almostLocked() throws LDAPException {
        for (int i = 1; i < THRESHOLD; i++) {
            assertThat(administrator.bindResult(name, "wrong-" + i)).isEqualTo("52e");
        }
        assertThat(administrator.number(name, "badPwdCount")).isEqualTo(THRESHOLD - 1);
    }

    /** Locked, in a domain that has become more patient since: one more attempt does no harm, and is told nothing. */
    void lockedInAPatientDomain() throws LDAPException {
        administrator.lock(name);
        administrator.lockoutThreshold(10 * THRESHOLD);
    }

    void mustChange() throws LDAPException {
        administrator.set(dn(), "pwdLastSet", "0");
    }

    void disabled() throws LDAPException {
        administrator.set(dn(), "userAccountControl", ACCOUNT_DISABLED);
    }

    void accountExpired() throws LDAPException {
        administrator.set(dn(), "accountExpires", "132223104000000000");
    }

    /** From now on the service account reads {@code pwdLastSet} alone. */
    void stampIsHidden() {
        directory.hidePasswordStamp(name, dn(), service().sid());
        assertThat(account().password().flatMap(PasswordStamp::version)).isEmpty();
    }

    /** What one server cannot be made to show stands in the record instead: it is rewritten. */
    void recordSays(UnaryOperator<Intent> change) {
        SealedRequest sent = request.orElseThrow();
        if (!(journal.find(sent.id()).orElseThrow() instanceof JournalEntry.Intended intended)) {
            throw new IllegalStateException("no intent is on record");
        }
        journal = new InMemoryJournal(clock, 100);
        journal.admit(sent.id(), intended.digest(), sent.closesAt());
        journal.intend(sent.id(), change.apply(intended.intent()));
    }

    /** The second delivery, to an agent that does not die. */
    Optional<Ack> redeliver() {
        SealedRequest sent = request.orElseGet(() -> issue(UnaryOperator.identity()));
        port.dies(Death.NEVER);
        return road.deliver(sent, 2, port, journal, clock);
    }

    /** What the second delivery asked of the directory. */
    CrashingDirectory asked() {
        return port;
    }

    private SealedRequest issue(UnaryOperator<Draft> options) {
        Draft draft = Draft.reset(new Subject(Subject.Format.OBJECT_GUID, guid.toString()), Initiator.self());
        try (Secret wanted = secret()) {
            SealedRequest sealed = road.seal(options.apply(draft), wanted, clock);
            request = Optional.of(sealed);
            return sealed;
        }
    }

    private Instant changedAt() {
        return account().password().flatMap(PasswordStamp::changedAt).orElseThrow();
    }

    private Account account() {
        return found(new AccountRef.ByGuid(guid));
    }

    private Account service() {
        try {
            return found(new AccountRef.ByGuid(administrator.guidOf("svc-writeback")));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    private Account found(AccountRef ref) {
        Lookup lookup = port.find(ref);
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).account();
    }

    private static Secret secret() {
        return Secret.takeOwnershipOf(WANTED.getBytes(UTF_8));
    }
}
