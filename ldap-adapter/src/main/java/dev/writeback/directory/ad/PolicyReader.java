package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import dev.writeback.directory.PasswordPolicy;
import dev.writeback.directory.ldap.EntryName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the password policy in force for an account: the fine-grained one that {@code msDS-ResultantPSO} names, else
 * the domain's (MS-SAMR 3.1.1.5). A fine-grained policy that the service account may not read, which is the default,
 * leaves the rules unknown: the domain's would be the wrong ones. Thread-safe.
 */
final class PolicyReader {
    private static final long COMPLEXITY = 1;

    private record Rules(int length, int history, boolean complexity, Duration minAge, String source) {}

    private final Clock clock;

    PolicyReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * As it is at this moment.
     *
     * @param account as read for a {@link AccountEntry.Purpose#JUDGEMENT}
     */
    Optional<PasswordPolicy> read(LDAPConnection connection, AccountEntry account, String domainDn)
            throws LDAPException {
        Optional<String> pso = account.resultantPolicy();
        Optional<Rules> rules = pso.isPresent() ? fineGrained(connection, pso.get()) : ofDomain(connection, domainDn);
        return rules.map(found -> policy(account, found));
    }

    private static Optional<Rules> fineGrained(LDAPConnection connection, String pso) throws LDAPException {
        SearchResultEntry entry = entry(
                connection,
                pso,
                "msDS-MinimumPasswordLength",
                "msDS-PasswordHistoryLength",
                "msDS-PasswordComplexityEnabled",
                "msDS-MinimumPasswordAge");
        if (entry == null || !entry.hasAttribute("msDS-MinimumPasswordLength")) {
            return Optional.empty();
        }
        return Optional.of(new Rules(
                (int) number(entry, "msDS-MinimumPasswordLength"),
                (int) number(entry, "msDS-PasswordHistoryLength"),
                Boolean.TRUE.equals(entry.getAttributeValueAsBoolean("msDS-PasswordComplexityEnabled")),
                FileTime.toDuration(number(entry, "msDS-MinimumPasswordAge")),
                EntryName.parse(pso).map(EntryName::leaf).orElse(pso)));
    }

    private static Optional<Rules> ofDomain(LDAPConnection connection, String domainDn) throws LDAPException {
        SearchResultEntry entry =
                entry(connection, domainDn, "minPwdLength", "pwdHistoryLength", "pwdProperties", "minPwdAge");
        if (entry == null || !entry.hasAttribute("minPwdLength")) {
            return Optional.empty();
        }
        return Optional.of(new Rules(
                (int) number(entry, "minPwdLength"),
                (int) number(entry, "pwdHistoryLength"),
                (number(entry, "pwdProperties") & COMPLEXITY) != 0,
                FileTime.toDuration(number(entry, "minPwdAge")),
                "domain"));
    }

    private PasswordPolicy policy(AccountEntry account, Rules rules) {
        Optional<Instant> allowed = account.number(ReplicationStamp.PWD_LAST_SET)
                .filter(steps -> steps != 0)
                .map(steps -> FileTime.toInstant(steps).plus(rules.minAge()))
                .filter(clock.instant()::isBefore);
        return new PasswordPolicy(
                rules.length(), rules.history(), rules.complexity(), rules.minAge(), allowed, rules.source());
    }

    private static @Nullable SearchResultEntry entry(LDAPConnection connection, String dn, String... attributes)
            throws LDAPException {
        try {
            return connection.getEntry(dn, attributes);
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS)) {
                return null;
            }
            throw e;
        }
    }

    private static long number(SearchResultEntry entry, String attribute) {
        Long value = entry.getAttributeValueAsLong(attribute);
        return value == null ? 0 : value;
    }
}
