package dev.writeback.directory.inspection;

import java.util.Optional;

/**
 * What became of a bind.
 *
 * @param trouble why the account was refused; empty when it was not
 * @param detail what was seen, for an operator; never a credential
 */
public record BindView(Outcome outcome, Optional<BindTrouble> trouble, String detail) {
    /** The ends of a bind. */
    public enum Outcome {
        BOUND,
        /** The directory, or its Kerberos authority, said no. */
        REFUSED,
        /** What proves the account cannot be read; nothing was sent. */
        NO_CREDENTIAL,
        /** It failed before anybody could say yes or no. */
        FAILED
    }

    public boolean isBound() {
        return outcome == Outcome.BOUND;
    }
}
