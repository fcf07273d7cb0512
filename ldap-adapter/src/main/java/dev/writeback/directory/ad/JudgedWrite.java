package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.Fence;
import dev.writeback.directory.PasswordPolicy;
import dev.writeback.directory.ldap.Lease;
import java.util.Optional;

/**
 * A write with the policy beside it. A policy read some minutes ago is enough for a password that it lets pass; whoever is
 * refused, by it or by the directory, is told what the policy says now.
 *
 * @param judge the judgement of this password for this account under a policy
 */
record JudgedWrite(PolicyReader policies, Lease lease, AccountEntry entry, String domainDn, Judge judge) {
    interface Judge {
        PolicyJudgement under(Optional<PasswordPolicy> policy);
    }

    DirectoryOutcome send(AccountWrite write, String server, Fence fence) throws LDAPException {
        PolicyJudgement judgement = judge.under(policies.recent(lease.connection(), entry, domainDn));
        if (judgement.refusalBeforeWrite(server).isPresent()) {
            judgement = judge.under(policies.read(lease.connection(), entry, domainDn));
            Optional<DirectoryOutcome> refusal = judgement.refusalBeforeWrite(server);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        DirectoryOutcome outcome = write.sendOn(lease, server, fence);
        boolean refused = outcome instanceof DirectoryOutcome.Refused found && found.refusal() == Refusal.POLICY;
        return refused ? afterRefusal(judgement).explain(outcome) : outcome;
    }

    /** Never throws: whoever throws after a write would have it sent again. */
    private PolicyJudgement afterRefusal(PolicyJudgement before) {
        try {
            return judge.under(policies.read(lease.connection(), entry, domainDn));
        } catch (LDAPException e) {
            lease.markBroken();
            return before;
        }
    }
}
