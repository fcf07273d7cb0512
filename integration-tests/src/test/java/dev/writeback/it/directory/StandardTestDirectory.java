package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.standard.StandardDirectorySettings;

/** A running directory that is no Active Directory, with the people of {@link StandardPeople}. */
interface StandardTestDirectory {
    /** How the agent would reach it, as {@code svc-writeback}; time limits of a few seconds. */
    StandardDirectorySettings settings();

    /** The server under a name that its certificate does not hold, but that leads to it. */
    ServerAddress addressByWrongName();

    /** Where it speaks without TLS until StartTLS. */
    ServerAddress startTlsAddress();

    /** Distinguished name of another account that may bind and do nothing. */
    String plainAccountDn();

    /**
     * A new connection, verified like the agent's, bound with that distinguished name.
     *
     * @throws LDAPException the directory's refusal; the caller closes what is returned
     */
    LDAPConnection bind(String dn, String password) throws LDAPException;

    /** A new connection as an administrator who may read and write everything; the caller closes it. */
    LDAPConnection administrator() throws LDAPException;

    /** Sets the least age of a password, in seconds; 0 is usual. */
    void leastAge(LDAPConnection administrator, long seconds) throws LDAPException;

    /** Whether the policy is an entry. */
    boolean showsPolicy();
}
