package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.Fence;
import dev.writeback.directory.PasswordPolicy;
import dev.writeback.directory.ldap.Lease;
import java.time.Duration;
import java.util.Optional;

/**
 * A write with the policy beside it. The directory judges a password by the policy itself, so the policy is read for two
 * alone: for a password that some policy would forbid to send, and for one that was refused, to say why. It is the policy of
 * that moment, never a remembered one.
 *
 * @param entry as read for the write
 * @param patience for each read
 * @param judge the judgement of this password for an account under a policy
 */
record JudgedWrite(
        PolicyReader policies, Lease lease, AccountEntry entry, String domainDn, Duration patience, Judge judge) {
    interface Judge {
        PolicyJudgement of(AccountEntry entry, Optional<PasswordPolicy> policy);
    }

    DirectoryOutcome send(AccountWrite write, String server, Fence fence) throws LDAPException {
        boolean doubtful = judge.of(entry, Optional.of(PolicyJudgement.STRICTEST_ON_SENDING))
                .refusalBeforeWrite(server)
                .isPresent();
        if (doubtful) {
            Optional<DirectoryOutcome> refusal = now().refusalBeforeWrite(server);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        DirectoryOutcome outcome = write.sendOn(lease, server, fence);
        boolean refused = outcome instanceof DirectoryOutcome.Refused found && found.refusal() == Refusal.POLICY;
        return refused ? afterRefusal().explain(outcome) : outcome;
    }

    private PolicyJudgement now() throws LDAPException {
        Optional<AccountEntry> now =
                AccountEntry.read(lease.connection(), entry.dn(), AccountEntry.Purpose.JUDGEMENT, patience);
        return now.isEmpty()
                ? withoutPolicy()
                : judge.of(now.get(), policies.read(lease.connection(), now.get(), domainDn));
    }

    /** Never throws: whoever throws after a write would have it sent again. */
    private PolicyJudgement afterRefusal() {
        try {
            return now();
        } catch (LDAPException | ClassCastException e) {
            lease.markBroken();
            return withoutPolicy();
        }
    }

    private PolicyJudgement withoutPolicy() {
        return judge.of(entry, Optional.empty());
    }
}
