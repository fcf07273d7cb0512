package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.writeback.sandbox.slapd.SlapdServer;
import java.util.Optional;

/** OpenLDAP, as the contract sees a directory. */
record SlapdTestDirectory(SlapdServer server) implements StandardTestDirectory {
    @Override
    public Optional<String> policyDn() {
        return Optional.of(server.defaultPolicyDn());
    }

    @Override
    public void leastAge(LDAPConnection administrator, long seconds) throws LDAPException {
        administrator.modify(
                server.defaultPolicyDn(),
                new Modification(ModificationType.REPLACE, "pwdMinAge", Long.toString(seconds)));
    }
}
