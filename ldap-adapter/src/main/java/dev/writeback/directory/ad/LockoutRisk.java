package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import dev.writeback.directory.Account;
import org.jspecify.annotations.Nullable;

/**
 * Whether one more wrong password would leave the account unlocked (MS-SAMR 3.1.5.14.1): {@code badPwdCount + 1} is below
 * the threshold, or there is none. A fine-grained policy may have a threshold of its own; where that cannot be read, the
 * answer is no.
 */
final class LockoutRisk {
    /** UF_SMARTCARD_REQUIRED (MS-ADTS 2.2.16). */
    private static final long SMARTCARD_REQUIRED = 0x40000;

    private LockoutRisk() {}

    static boolean isHarmless(LDAPConnection connection, Account account, String domainDn) throws LDAPException {
        SearchResultEntry entry =
                connection.getEntry(account.dn(), "badPwdCount", "msDS-ResultantPSO", "userAccountControl");
        if (entry == null || mustUseSmartCard(entry)) {
            return false;
        }
        String pso = entry.getAttributeValue("msDS-ResultantPSO");
        Long threshold = pso == null
                ? number(connection.getEntry(domainDn, "lockoutThreshold"), "lockoutThreshold")
                : number(connection.getEntry(pso, "msDS-LockoutThreshold"), "msDS-LockoutThreshold");
        if (threshold == null) {
            return false;
        }
        Long failed = entry.getAttributeValueAsLong("badPwdCount");
        return threshold == 0 || (failed == null ? 0 : failed) + 1 < threshold;
    }

    /** Such an account refuses the right password as if it were wrong, so a bind would prove nothing. */
    private static boolean mustUseSmartCard(SearchResultEntry entry) {
        Long flags = entry.getAttributeValueAsLong("userAccountControl");
        return flags == null || (flags & SMARTCARD_REQUIRED) != 0;
    }

    private static @Nullable Long number(@Nullable SearchResultEntry entry, String attribute) {
        return entry == null ? null : entry.getAttributeValueAsLong(attribute);
    }
}
