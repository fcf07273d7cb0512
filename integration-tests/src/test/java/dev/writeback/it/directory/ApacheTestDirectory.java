package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.writeback.sandbox.apacheds.ApacheServer;
import java.util.List;
import java.util.Optional;

/** ApacheDS, as the contract sees a directory. */
record ApacheTestDirectory(ApacheServer server) implements StandardTestDirectory {
    /** It is an entry, but of the configuration, which only the server's administrator can read. */
    @Override
    public Optional<String> policyDn() {
        return Optional.empty();
    }

    @Override
    public void policy(LDAPConnection administrator, String attribute, String value) throws LDAPException {
        administrator.modify(server.policyDn(), new Modification(ModificationType.REPLACE, "ads-" + attribute, value));
    }

    @Override
    public int answerToAReset() {
        return GarblingServer.MODIFY_RESPONSE;
    }

    @Override
    public String usualGreatestAge() {
        return "315360000";
    }

    @Override
    public List<String> marksOfALock() {
        return List.of("pwdAccountLockedTime", "pwdFailureTime");
    }
}
