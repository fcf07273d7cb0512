package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.PasswordPolicy;
import dev.writeback.directory.inspection.AccountSight;
import dev.writeback.directory.inspection.AccountSight.PasswordState;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.rights.Preflight.Answer;
import dev.writeback.directory.rights.Right;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Reads all that decides about one account. */
final class AccountInspection {
    /** What no end is written as, beside 0 (MS-ADA1 2.1). */
    private static final long NEVER = Long.MAX_VALUE;

    private final LDAPConnection connection;
    private final ServerFacts facts;
    private final ActiveDirectorySettings settings;

    AccountInspection(LDAPConnection connection, ServerFacts facts, ActiveDirectorySettings settings) {
        this.connection = connection;
        this.facts = facts;
        this.settings = settings;
    }

    AccountSight of(String dn, String server) throws LDAPException, UnreadableEntryException {
        Optional<AccountEntry> read =
                AccountEntry.read(connection, dn, AccountEntry.Purpose.INSPECTION, settings.responseTimeout());
        if (read.isEmpty()) {
            return new AccountSight.NotFound();
        }
        AccountEntry entry = read.get();
        Optional<PasswordPolicy> policy = new PolicyReader(settings.clock()).read(connection, entry, facts.domainDn());
        return new AccountSight.Found(
                entry.toAccount(
                        settings.name(),
                        server,
                        facts.invocationId(),
                        ProtectedAccounts.boundBy(settings.bind()).of(entry, facts),
                        entry.isLocked()),
                rights(dn),
                policyName(entry, policy),
                policy,
                state(entry),
                time(entry, "accountExpires"));
    }

    /** A server that shows no access control lists has all the rest. */
    private Map<Right, Answer> rights(String dn) {
        try {
            return new PreflightReader(connection, facts).readObject(dn).orElse(Map.of());
        } catch (LDAPException e) {
            return Map.of();
        }
    }

    private static Optional<String> policyName(AccountEntry entry, Optional<PasswordPolicy> policy) {
        return policy.map(PasswordPolicy::source)
                .or(() -> entry.resultantPolicy().flatMap(EntryName::parse).map(EntryName::leaf));
    }

    private static PasswordState state(AccountEntry entry) {
        return new PasswordState(
                time(entry, ReplicationStamp.PWD_LAST_SET),
                entry.number(ReplicationStamp.PWD_LAST_SET)
                        .filter(set -> set == 0)
                        .isPresent(),
                entry.hasPasswordThatNeverExpires(),
                time(entry, "msDS-UserPasswordExpiryTimeComputed"));
    }

    private static Optional<Instant> time(AccountEntry entry, String attribute) {
        return entry.number(attribute)
                .filter(steps -> steps > 0 && steps != NEVER)
                .map(FileTime::toInstant);
    }
}
