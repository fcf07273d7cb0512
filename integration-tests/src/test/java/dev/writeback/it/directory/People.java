package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPException;
import java.util.UUID;

/** What a test does beside the agent on any directory: it prepares people, and looks at what really became of them. */
interface People {
    /** The part where the service account may write. */
    String staff();

    /** A part below {@link #staff()}. */
    String sales();

    /** The name of a person in a part. */
    String named(String name, String part);

    /** The identifier of a seeded person, or of one of that name made in {@link #staff()}. */
    UUID guidOf(String name) throws LDAPException;

    UUID guidOfEntry(String dn) throws LDAPException;

    /** Gives the person that password, not locked, without must-change. */
    void give(String name, String password) throws LDAPException;

    /** Locks the person the way it happens: by failed binds. */
    void lock(String name) throws LDAPException;

    void endLock(String name) throws LDAPException;

    boolean canBind(String name, String password);

    /** Wrong passwords that the directory has counted. */
    long failures(String name) throws LDAPException;

    /** A person with {@link Administrator#USER_PASSWORD}, who is gone when the test deletes it. */
    void create(String dn, String name) throws LDAPException;

    void delete(String dn) throws LDAPException;

    void move(String dn, String newParent) throws LDAPException;

    /** The least age of a password before it may be changed, in seconds. */
    void leastAge(long seconds) throws LDAPException;

    void usualLeastAge() throws LDAPException;

    /** Whether the policy can be read over LDAP. */
    boolean showPolicy();
}
