package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;

/**
 * A running directory with the objects of {@code samba/samba-ad-seed.py}: the users of its table, in the same places,
 * with the same passwords, rights and policies, below {@code DC=corp,DC=example,DC=test}.
 *
 * <p>Everything else that the contract needs it does itself, over LDAP, with {@link #administrator()}.
 */
interface TestDirectory {
    /** How the agent would reach it, as {@code svc-writeback}; time limits of a few seconds. */
    ActiveDirectorySettings settings();

    /** The server under a name that its certificate does not hold, but that leads to it. */
    ServerAddress addressByWrongName();

    /**
     * A new connection, verified like the agent's, bound with that distinguished name.
     *
     * @throws LDAPException the directory's refusal; the caller closes what is returned
     */
    LDAPConnection bind(String dn, String password) throws LDAPException;

    /** A new connection as an administrator who may read and write everything; the caller closes it. */
    LDAPConnection administrator() throws LDAPException;

    /**
     * Denies a reader the replication metadata of one entry, for as long as the entry exists.
     *
     * @param accountName {@code sAMAccountName}
     * @param dn of the same entry
     * @param readerSid {@code objectSid} of the reader, {@code S-1-5-...}
     */
    void hidePasswordStamp(String accountName, String dn, String readerSid);
}
