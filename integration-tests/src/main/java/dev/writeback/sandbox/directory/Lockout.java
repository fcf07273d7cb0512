package dev.writeback.sandbox.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.exception.LdapException;

/** The counting of failed attempts (MS-SAMR 3.1.1.11, and Samba's dsdb_update_bad_pwd_count). */
final class Lockout {
    private final DomainTree tree;

    Lockout(DomainTree tree) {
        this.tree = tree;
    }

    /** What one more wrong password leaves on the account. */
    List<Modification> failure(AccountEntry account, PolicyInForce policy, Instant now) throws LdapException {
        List<Modification> changes = new ArrayList<>();
        if (policy.lockoutThreshold() == 0) {
            return changes;
        }
        long count = policy.failedAttempts(account, now) + 1;
        String time = Long.toString(FileTime.ticks(now));
        changes.add(tree.replace("badPwdCount", Long.toString(count)));
        changes.add(tree.replace("badPasswordTime", time));
        if (count >= policy.lockoutThreshold()) {
            changes.add(tree.replace("lockoutTime", time));
        }
        return changes;
    }

    /** What a right password leaves on the account. */
    List<Modification> success(AccountEntry account, Instant now) throws LdapException {
        List<Modification> changes = new ArrayList<>();
        changes.add(tree.replace("lastLogon", Long.toString(FileTime.ticks(now))));
        if (account.number("badPwdCount") != 0) {
            changes.add(tree.replace("badPwdCount", "0"));
        }
        if (account.number("lockoutTime") != 0) {
            changes.add(tree.replace("lockoutTime", "0"));
        }
        return changes;
    }
}
