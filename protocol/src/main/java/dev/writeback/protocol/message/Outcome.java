package dev.writeback.protocol.message;

/** What became of a request: the claim {@code out} of PWB/1, section 4. The constant's name is the name on the wire. */
public enum Outcome {
    /** Applied by this delivery; for validate: no known rule refuses the password. */
    OK,
    /** Applied by an earlier delivery of the same request. */
    OK_ALREADY,
    /** Nothing was written; the reason says why. */
    REFUSED,
    /** A newer password exists; nothing was written. */
    SUPERSEDED,
    /** Too late; nothing was written. */
    EXPIRED,
    /** The directory could not be reached; nothing was written; a new request may be sent. */
    RETRY,
    /** It cannot be known; the user must try the new password. */
    INDETERMINATE;

    /** Whether an ack with this outcome must carry a reason, may carry one, or must not. */
    public boolean requiresReason() {
        return this == REFUSED || this == RETRY;
    }

    /** Whether a reason may stand beside this outcome. */
    public boolean allowsReason() {
        return requiresReason() || this == INDETERMINATE;
    }
}
