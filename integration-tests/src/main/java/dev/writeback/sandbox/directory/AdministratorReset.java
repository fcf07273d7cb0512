package dev.writeback.sandbox.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.charset.StandardCharsets;

/** A password set by somebody else than the agent (MS-ADTS 3.1.1.3.1.5). */
public final class AdministratorReset {
    private AdministratorReset() {}

    /**
     * Replaces {@code unicodePwd}.
     *
     * @param connection bound as one with the right to do so
     * @throws LDAPException the directory's refusal
     */
    public static void on(LDAPConnection connection, String dn, byte[] passwordUtf8) throws LDAPException {
        String quoted = '"' + new String(passwordUtf8, StandardCharsets.UTF_8) + '"';
        connection.modify(
                dn,
                new Modification(ModificationType.REPLACE, "unicodePwd", quoted.getBytes(StandardCharsets.UTF_16LE)));
    }
}
