package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import dev.writeback.sandbox.samba.SambaServer;
import dev.writeback.sandbox.samba.SambaWitness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;

/**
 * What a reset under policy hints is held to: the history as the domain controller itself has stored it, whoever wrote it,
 * and the least age of the present password. Thread-safe.
 */
final class ResetRules implements AutoCloseable {
    /** From 1601 to 1970, in seconds; a FILETIME counts tenths of microseconds. */
    private static final long EPOCH = 11_644_473_600L;

    private static final long STEPS = 10_000_000L;

    private final LDAPConnection administrator;
    private final SambaWitness witness;
    private final Clock clock;

    ResetRules(SambaServer samba, Clock clock) throws IOException, LDAPException {
        this.administrator = samba.administrator();
        this.witness = samba.witness();
        this.clock = clock;
    }

    /**
     * @param value of {@code unicodePwd}
     */
    boolean refuses(String dn, byte[] value) {
        try {
            SearchResultEntry account = administrator.getEntry(dn, "sAMAccountName", "pwdLastSet", "msDS-ResultantPSO");
            return account != null
                    && (isTooYoung(account) || isRemembered(account.getAttributeValue("sAMAccountName"), value));
        } catch (LDAPException e) {
            throw new IllegalStateException("the rules for " + dn + " cannot be read", e);
        }
    }

    private boolean isRemembered(String name, byte[] value) {
        String quoted = new String(value, StandardCharsets.UTF_16LE);
        return witness.look(name)
                .remembers(quoted.substring(1, quoted.length() - 1).getBytes(StandardCharsets.UTF_8));
    }

    private boolean isTooYoung(SearchResultEntry account) throws LDAPException {
        long lastSet = account.getAttributeValueAsLong("pwdLastSet");
        String pso = account.getAttributeValue("msDS-ResultantPSO");
        SearchResultEntry policy = pso == null
                ? administrator.getEntry(Administrator.BASE, "minPwdAge")
                : administrator.getEntry(pso, "msDS-MinimumPasswordAge");
        // An interval is stored as a negative number.
        long leastAge = -Long.parseLong(policy.getAttributes().iterator().next().getValue());
        Instant allowed = Instant.ofEpochSecond(lastSet / STEPS - EPOCH).plusSeconds(leastAge / STEPS);
        return lastSet != 0 && clock.instant().isBefore(allowed);
    }

    @Override
    public void close() {
        administrator.close();
        witness.close();
    }
}
