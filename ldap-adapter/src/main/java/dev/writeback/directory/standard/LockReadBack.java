package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.ldap.Lease;
import java.time.Duration;

/**
 * Looks whether a write that ended a lock has left none: once, on the connection of the write. Whatever keeps signing in
 * with an old password locks the account again within the moment.
 */
record LockReadBack(Lease lease, String server, String dn) {
    /** The lock of the request covers the write and 5 s more; most of them belong to the ack. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** What is to be said of the write. Never throws: whoever throws after a write would have it sent again. */
    DirectoryOutcome confirm(DirectoryOutcome written) {
        if (!(written instanceof DirectoryOutcome.Applied)) {
            return written;
        }
        try {
            Lockout now = Lockout.of(lease.connection(), dn, LONGEST);
            return now == Lockout.NONE
                    ? written
                    : new DirectoryOutcome.StillLocked(server, "pwdAccountLockedTime: " + now);
        } catch (LDAPException e) {
            return unread(e.getResultCode() + ": " + e.getMessage());
        } catch (ClassCastException e) {
            return unread("the server answered what it was not asked");
        }
    }

    private DirectoryOutcome unread(String cause) {
        lease.markBroken();
        return new DirectoryOutcome.Unknown(
                server, "written, but whether the lock has ended could not be read: " + cause);
    }
}
