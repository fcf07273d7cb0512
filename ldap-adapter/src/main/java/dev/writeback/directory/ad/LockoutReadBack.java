package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.ldap.Lease;
import java.time.Duration;

/**
 * Looks whether a write that was to end a lockout did so: once, on the connection of the write. Whatever keeps signing in
 * with an old password locks the account again within the moment, and an ack that says "unlocked" would be no help.
 *
 * @param before the entry as it was read before the write
 */
record LockoutReadBack(Lease lease, String server, AccountEntry before) {
    /** The lock of the request covers the write and 5 s more; most of them belong to the ack. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** Whether there was a lockout to end, even one that has run out meanwhile. */
    boolean hasSomethingToEnd() {
        return since(before) != 0;
    }

    /** What is to be said of the write. Never throws: whoever throws after a write would have it sent again. */
    DirectoryOutcome confirm(DirectoryOutcome written) {
        if (!(written instanceof DirectoryOutcome.Applied)) {
            return written;
        }
        try {
            return judge(written, now());
        } catch (LDAPException e) {
            return unread(e.getResultCode() + ": " + e.getMessage());
        } catch (ClassCastException e) {
            return unread("the server answered what it was not asked");
        }
    }

    private AccountEntry now() throws LDAPException {
        return AccountEntry.read(lease.connection(), before.dn(), AccountEntry.Purpose.LOCKOUT, LONGEST)
                .orElseThrow(() -> new LDAPException(ResultCode.NO_SUCH_OBJECT, "the entry is not shown any more"));
    }

    private DirectoryOutcome judge(DirectoryOutcome written, AccountEntry now) {
        if (!now.isLocked()) {
            return written;
        }
        long since = since(now);
        String how = since == since(before) ? "the lockout did not end, since " : "locked out again, at ";
        return new DirectoryOutcome.StillLocked(server, how + FileTime.toInstant(since));
    }

    private DirectoryOutcome unread(String cause) {
        lease.markBroken();
        return new DirectoryOutcome.Unknown(
                server, "written, but whether the lockout has ended could not be read: " + cause);
    }

    private static long since(AccountEntry entry) {
        return entry.number("lockoutTime").orElse(0L);
    }
}
