package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.PasswordPolicy;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.PolicyRules;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Violation;
import java.util.List;
import java.util.Optional;

/** Says in the protocol's words what a directory answered. */
final class DirectoryAnswer {
    private DirectoryAnswer() {}

    static Conclusion conclusionOf(DirectoryOutcome outcome) {
        if (outcome instanceof DirectoryOutcome.Applied) {
            return Conclusion.of(Outcome.OK).at(outcome.server());
        }
        if (outcome instanceof DirectoryOutcome.Refused refused) {
            return refusal(refused).at(outcome.server());
        }
        if (outcome instanceof DirectoryOutcome.Unavailable) {
            return Conclusion.of(Outcome.RETRY, Reason.DIRECTORY_UNAVAILABLE);
        }
        if (outcome instanceof DirectoryOutcome.StillLocked) {
            // Neither applied nor refused: the write was made, and the user cannot sign in.
            return Conclusion.of(Outcome.INDETERMINATE, Reason.ACCOUNT_LOCKED).at(outcome.server());
        }
        return Conclusion.of(Outcome.INDETERMINATE, Reason.DIRECTORY_ERROR).at(outcome.server());
    }

    /** Whether what was concluded is that nobody saw the answer to the write. */
    static boolean isLost(Conclusion conclusion) {
        return conclusion.outcome() == Outcome.INDETERMINATE
                && conclusion.reason().equals(Optional.of(Reason.DIRECTORY_ERROR));
    }

    private static Conclusion refusal(DirectoryOutcome.Refused refused) {
        if (refused.refusal() != Refusal.POLICY) {
            return Conclusion.refused(reasonOf(refused.refusal()));
        }
        List<Violation> violations = refused.violations().stream()
                .map(violation -> Violation.valueOf(violation.name()))
                .sorted()
                .toList();
        return new Conclusion(
                Outcome.REFUSED,
                Optional.of(Reason.POLICY_VIOLATION),
                violations.isEmpty() ? List.of(Violation.UNSPECIFIED) : violations,
                refused.policy().map(DirectoryAnswer::rules),
                Optional.empty());
    }

    private static Reason reasonOf(Refusal refusal) {
        return switch (refusal) {
            case POLICY -> Reason.POLICY_VIOLATION;
            case WRONG_CURRENT_PASSWORD -> Reason.WRONG_CURRENT_PASSWORD;
            case NOT_FOUND -> Reason.USER_NOT_FOUND;
            case ACCOUNT_DISABLED -> Reason.ACCOUNT_DISABLED;
            case ACCOUNT_LOCKED -> Reason.ACCOUNT_LOCKED;
            case CHANGE_FORBIDDEN -> Reason.CHANGE_FORBIDDEN;
            case MUST_CHANGE_IMPOSSIBLE -> Reason.MUST_CHANGE_IMPOSSIBLE;
            case ACCESS_DENIED -> Reason.ACCESS_DENIED;
            case OTHER -> Reason.DIRECTORY_ERROR;
        };
    }

    private static PolicyRules rules(PasswordPolicy policy) {
        return new PolicyRules(
                policy.minLength(),
                policy.historyLength(),
                policy.complexity(),
                policy.minAge().toSeconds(),
                policy.changeAllowedAt(),
                policy.source());
    }
}
