package dev.writeback.agent.metrics;

import dev.writeback.protocol.envelope.Rejection;

/**
 * How much of a {@link Rejection} a counter tells. Whoever can write to the queue could learn from a finer one how far a forged
 * message got; so of the steps of decryption and verification it tells nothing.
 */
enum RejectionKind {
    /** No package at all: its size, text or form. Whoever sent it knows as much. */
    MALFORMED,
    /** Not provably from the cloud and for this agent. */
    NOT_AUTHENTIC,
    /** From the cloud, and no request that can be served. */
    BAD_REQUEST,
    /** From the cloud, with a sealed secret that cannot be used. */
    BAD_SECRET;

    /** The last step that looks at the package's form alone. */
    private static final int FORM = 2;

    static RejectionKind of(Rejection why) {
        return why.answer()
                .map(reason -> switch (reason) {
                    case BAD_SECRET -> BAD_SECRET;
                    default -> BAD_REQUEST;
                })
                .orElse(why.step() <= FORM ? MALFORMED : NOT_AUTHENTIC);
    }
}
