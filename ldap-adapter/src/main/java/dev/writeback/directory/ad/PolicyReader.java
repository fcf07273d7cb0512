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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the password policy in force for an account: the fine-grained one that {@code msDS-ResultantPSO} names, else
 * the domain's (MS-SAMR 3.1.1.5). A fine-grained policy that the service account may not read, which is the default,
 * leaves the rules unknown: the domain's would be the wrong ones. Thread-safe.
 */
final class PolicyReader {
    private static final long COMPLEXITY = 1;
    private static final Duration KEPT = Duration.ofMinutes(5);

    private record Rules(int length, int history, boolean complexity, Duration minAge, String source) {}

    private record Read(Optional<Rules> rules, Instant until) {}

    private final Clock clock;
    /** By the name of the policy's object: a domain has one, and few fine-grained ones. */
    private final Map<String, Read> recent = new ConcurrentHashMap<>();

    PolicyReader(Clock clock) {
        this.clock = clock;
    }

    /** Reads the domain's policy ahead, so that no request has to. */
    void learn(LDAPConnection connection, String domainDn) throws LDAPException {
        keep(domainDn, ofDomain(connection, domainDn));
    }

    /** As it is at this moment. */
    Optional<PasswordPolicy> read(LDAPConnection connection, AccountEntry account, String domainDn)
            throws LDAPException {
        return rules(connection, account, domainDn).map(rules -> policy(account, rules));
    }

    /**
     * As it was a few minutes ago at most: good enough to let a password pass, which the directory then judges, and not to
     * refuse one.
     */
    Optional<PasswordPolicy> recent(LDAPConnection connection, AccountEntry account, String domainDn)
            throws LDAPException {
        Read known = recent.get(name(account, domainDn));
        Optional<Rules> rules = known != null && clock.instant().isBefore(known.until())
                ? known.rules()
                : rules(connection, account, domainDn);
        return rules.map(found -> policy(account, found));
    }

    private static String name(AccountEntry account, String domainDn) {
        return account.text("msDS-ResultantPSO").orElse(domainDn);
    }

    private Optional<Rules> rules(LDAPConnection connection, AccountEntry account, String domainDn)
            throws LDAPException {
        Optional<String> pso = account.text("msDS-ResultantPSO");
        Optional<Rules> rules = pso.isPresent() ? fineGrained(connection, pso.get()) : ofDomain(connection, domainDn);
        keep(name(account, domainDn), rules);
        return rules;
    }

    private void keep(String name, Optional<Rules> rules) {
        recent.put(name, new Read(rules, clock.instant().plus(KEPT)));
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
