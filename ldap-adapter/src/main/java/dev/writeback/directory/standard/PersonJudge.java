package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Account;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.DirectoryOutcome.Refused;
import dev.writeback.directory.Lookup;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds accounts and judges their state, on a connection of the service account; it writes nothing. */
final class PersonJudge {
    private final String name;
    private final Optional<String> defaultPolicy;
    private final PersonSearch search;
    private final ProtectedPeople protectedPeople;
    private final Clock clock;

    PersonJudge(StandardDirectorySettings settings, PersonSearch search) {
        this.name = settings.name();
        this.defaultPolicy = settings.policies().defaultPolicy();
        this.search = search;
        this.protectedPeople =
                new ProtectedPeople(settings.bindUser(), settings.policies().protectedGroups());
        this.clock = settings.clock();
    }

    /** The one account that matches, with what is needed to decide and to write. */
    Lookup find(LDAPConnection connection, ServerOffer offer, String server, Filter filter) throws LDAPException {
        List<String> names = search.find(connection, filter);
        if (names.size() > 1) {
            return new Lookup.Ambiguous();
        }
        Optional<PersonEntry> entry = names.isEmpty() ? Optional.empty() : PersonEntry.read(connection, names.get(0));
        if (entry.isEmpty()) {
            return new Lookup.NotFound();
        }
        try {
            return new Lookup.Found(judged(connection, offer, entry.get(), server));
        } catch (UnreadableEntryException e) {
            return new Lookup.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    private Account judged(LDAPConnection connection, ServerOffer offer, PersonEntry entry, String server)
            throws LDAPException, UnreadableEntryException {
        return new Account(
                entry.uuid(),
                entry.dn(),
                "",
                name,
                server,
                Optional.empty(),
                protectedPeople.of(connection, offer, entry),
                entry.isLockedForGood(),
                isLocked(connection, entry),
                entry.stamp());
    }

    /** Servers leave the mark of a lock that has run out. */
    boolean isLocked(LDAPConnection connection, PersonEntry entry) throws LDAPException {
        if (!entry.shows(Lockout.ATTRIBUTE)) {
            return false;
        }
        Optional<PolicyEntry> policy = policy(connection, entry);
        Instant now = clock.instant();
        return entry.isLockedForGood()
                || entry.lockedSince()
                        .filter(since -> policy.filter(found -> found.hasRunOut(since, now))
                                .isPresent())
                        .isEmpty();
    }

    /** Whether a wrong password could not lock the account out, as far as its policy and its failures can be read. */
    boolean isHarmless(LDAPConnection connection, Account account) throws LDAPException {
        Optional<PersonEntry> entry = PersonEntry.read(connection, account.dn());
        if (entry.isEmpty() || !isOf(account, entry.get()) || Lockout.of(connection, entry.get()) != Lockout.NONE) {
            return false;
        }
        boolean counted = entry.get().failures() > 0
                || Lockout.isAbsent(connection, account.dn(), PersonEntry.FAILURES, "19700101000000Z");
        return counted
                && policy(connection, entry.get())
                        .filter(policy -> policy.toleratesOneMore(entry.get().failures()))
                        .isPresent();
    }

    private static boolean isOf(Account account, PersonEntry entry) {
        try {
            return entry.uuid().equals(account.guid());
        } catch (UnreadableEntryException e) {
            return false;
        }
    }

    /** The policy in force for the account, as far as it can be known. */
    Optional<PolicyEntry> policy(LDAPConnection connection, PersonEntry entry) throws LDAPException {
        return PolicyEntry.of(connection, entry, defaultPolicy);
    }

    /** Why the account, as it is now, must not be written to. */
    Optional<DirectoryOutcome> refusal(LDAPConnection connection, ServerOffer offer, Account account, PersonEntry entry)
            throws LDAPException {
        try {
            if (!entry.uuid().equals(account.guid())) {
                return Optional.of(gone(account));
            }
            Set<Account.Protection> protections = protectedPeople.of(connection, offer, entry);
            return protections.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Refused.of(account.server(), Refusal.ACCESS_DENIED, "not sent: protected " + protections));
        } catch (UnreadableEntryException e) {
            return Optional.of(Refused.of(account.server(), Refusal.ACCESS_DENIED, "not sent: " + e.getMessage()));
        }
    }

    static DirectoryOutcome gone(Account account) {
        return Refused.of(
                account.server(), Refusal.NOT_FOUND, "not sent: the entry is no longer under the name it was found by");
    }
}
