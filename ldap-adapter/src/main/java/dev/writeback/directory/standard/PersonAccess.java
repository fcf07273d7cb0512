package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Account;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.DirectoryOutcome.Refused;
import dev.writeback.directory.ldap.LdapServer;
import dev.writeback.directory.ldap.LdapServers;
import dev.writeback.directory.ldap.Lease;
import dev.writeback.directory.ldap.ServerUnavailableException;
import java.util.Optional;

/** Leads an operation to the entry it is meant for, on the server where that was found. Thread-safe. */
final class PersonAccess {
    /** What is done with the entry; after the answer to a write it must not throw. */
    @FunctionalInterface
    interface EntryUse {
        DirectoryOutcome with(PersonUse use) throws LDAPException, ServerUnavailableException;
    }

    private final String name;
    private final LdapServers<ServerOffer> servers;
    private final PersonJudge judge;

    PersonAccess(String name, LdapServers<ServerOffer> servers, PersonJudge judge) {
        this.name = name;
        this.servers = servers;
        this.judge = judge;
    }

    /** A write ends every lock, also one that an administrator has set for good: such an account is left alone. */
    DirectoryOutcome onUnlockable(Account account, EntryUse use) {
        return onEntry(account, read -> {
            Lockout lockout = Lockout.of(read.lease().connection(), read.entry());
            return switch (lockout) {
                case FOR_GOOD ->
                    Refused.of(
                            account.server(),
                            Refusal.ACCOUNT_DISABLED,
                            "not sent: an administrator has locked the account for good");
                case HIDDEN ->
                    Refused.of(
                            account.server(),
                            Refusal.ACCESS_DENIED,
                            "not sent: the service account may not compare pwdAccountLockedTime, so it cannot be known"
                                    + " whether an administrator has locked the account; grant it read");
                case NONE, LOCKED -> use.with(read.with(lockout));
            };
        });
    }

    /** Runs {@code use} on the server the account was found on, after the entry was read and judged anew. */
    DirectoryOutcome onEntry(Account account, EntryUse use) {
        String host = account.server();
        Optional<LdapServer<ServerOffer>> server = servers.ofHost(host);
        if (server.isEmpty()) {
            return new DirectoryOutcome.Unavailable(host, "no server of directory '" + name + "' is called that");
        }
        try {
            DirectoryOutcome outcome =
                    server.get().exchange((lease, offer) -> judged(account, server.get(), lease, offer, use));
            if (outcome instanceof DirectoryOutcome.Unknown unknown) {
                server.get().lost(unknown.cause());
            }
            return outcome;
        } catch (ServerUnavailableException e) {
            return new DirectoryOutcome.Unavailable(host, String.valueOf(e.getMessage()));
        } catch (LDAPException e) {
            return Refused.of(host, Refusal.OTHER, e.getResultCode() + ": " + String.valueOf(e.getDiagnosticMessage()));
        }
    }

    private DirectoryOutcome judged(
            Account account, LdapServer<ServerOffer> server, Lease lease, ServerOffer offer, EntryUse use)
            throws LDAPException {
        Optional<PersonEntry> read = PersonEntry.read(lease.connection(), account.dn());
        if (read.isEmpty()) {
            return PersonJudge.gone(account);
        }
        PersonEntry entry = read.get();
        Optional<DirectoryOutcome> refusal = judge.refusal(lease.connection(), offer, account, entry);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        boolean locked = judge.isLocked(lease.connection(), entry);
        try {
            return use.with(new PersonUse(server, lease, offer, entry, locked, Lockout.NONE));
        } catch (ServerUnavailableException e) {
            // A bind as the user that got no answer: nothing was written, and this connection is as good as before.
            return new DirectoryOutcome.Unavailable(account.server(), String.valueOf(e.getMessage()));
        }
    }
}
