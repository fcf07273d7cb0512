package dev.writeback.directory.ad;

import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.DirectoryOutcome.Refused;
import dev.writeback.directory.PasswordPolicy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of one new password for one account before anything is written.
 *
 * @param policy the policy in force, where readable
 * @param violations what the password violates, as far as that can be told
 */
record PolicyJudgement(Optional<PasswordPolicy> policy, Set<PolicyViolation> violations) {
    /** Samba accepts these where Windows refuses them (MS-SAMR 3.1.1.7.2): they are not even sent. */
    private static final Set<PolicyViolation> NEVER_SENT =
            Set.of(PolicyViolation.TOO_LONG, PolicyViolation.CONTAINS_NAME);

    /** As strict as a policy can be about what is never sent; of no account. */
    static final PasswordPolicy STRICTEST_ON_SENDING =
            new PasswordPolicy(0, 0, true, Duration.ZERO, Optional.empty(), "none");

    PolicyJudgement {
        violations = Set.copyOf(violations);
    }

    /**
     * @param underPolicyHints whether the server holds this reset to what binds a change: the history, which only it can
     *     judge, and the least age
     */
    static PolicyJudgement ofReset(
            CharSequence password, Optional<PasswordPolicy> policy, AccountEntry account, boolean underPolicyHints) {
        return underPolicyHints
                ? ofChange(password, policy, account)
                : new PolicyJudgement(policy, PasswordRules.violations(password, policy, account));
    }

    /** A change is also bound by the least age of the present password. */
    static PolicyJudgement ofChange(CharSequence password, Optional<PasswordPolicy> policy, AccountEntry account) {
        Set<PolicyViolation> found = PasswordRules.violations(password, policy, account);
        if (policy.flatMap(PasswordPolicy::changeAllowedAt).isPresent()) {
            found.add(PolicyViolation.TOO_YOUNG);
        }
        return new PolicyJudgement(policy, found);
    }

    /** The refusal of a password that must not be sent, if this is one. */
    Optional<DirectoryOutcome> refusalBeforeWrite(String server) {
        return violations.stream().anyMatch(NEVER_SENT::contains)
                ? Optional.of(refused(server, "not sent"))
                : Optional.empty();
    }

    /** The answer to a question without a write. */
    DirectoryOutcome asAnswer(String server) {
        return violations.isEmpty() ? new DirectoryOutcome.Applied(server) : refused(server, "judged without a write");
    }

    /** Adds what is known to a refusal by the directory, which itself gives no reason. */
    DirectoryOutcome explain(DirectoryOutcome outcome) {
        if (!(outcome instanceof Refused refused) || refused.refusal() != Refusal.POLICY) {
            return outcome;
        }
        if (!violations.isEmpty()) {
            return refused(refused.server(), refused.diagnostic());
        }
        return new Refused(
                refused.server(), Refusal.POLICY, EnumSet.of(hint(refused.diagnostic())), policy, refused.diagnostic());
    }

    /** Samba says in English what Windows keeps to itself; without such words nothing is claimed. */
    private static PolicyViolation hint(String diagnostic) {
        boolean history = diagnostic.contains("(in history)") || diagnostic.contains("(previous password)");
        return history ? PolicyViolation.HISTORY : PolicyViolation.UNSPECIFIED;
    }

    private Refused refused(String server, String diagnostic) {
        return new Refused(server, Refusal.POLICY, violations, policy, diagnostic);
    }
}
