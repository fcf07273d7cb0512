package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.writeback.sandbox.slapd.SlapdServer;
import java.util.List;
import java.util.Optional;

/** OpenLDAP, as the contract sees a directory. */
record SlapdTestDirectory(SlapdServer server) implements StandardTestDirectory {
    @Override
    public Optional<String> policyDn() {
        return Optional.of(server.defaultPolicyDn());
    }

    @Override
    public void policy(LDAPConnection administrator, String attribute, String value) throws LDAPException {
        administrator.modify(server.defaultPolicyDn(), new Modification(ModificationType.REPLACE, attribute, value));
    }

    @Override
    public int answerToAReset() {
        return GarblingServer.EXTENDED_RESPONSE;
    }

    @Override
    public String usualGreatestAge() {
        return "0";
    }

    /** The failures go with it. */
    @Override
    public List<String> marksOfALock() {
        return List.of("pwdAccountLockedTime");
    }
}
