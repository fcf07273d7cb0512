package dev.writeback.protocol.envelope;

import java.time.Instant;

/** What became of a package in steps 1 to 7 of PWB/1, section 5. */
public sealed interface Opening {

    /** From the cloud, for us, in time, and whole; the secret is still sealed. */
    record Verified(VerifiedRequest request) implements Opening {}

    /** Well-formed, but for another agent: to be held and released (step 3). */
    record Foreign() implements Opening {}

    /** Not provably from the cloud and for us: no ack; settle and count. */
    record Dropped(Rejection why) implements Opening {}

    /** From the cloud, but not a request that can be served: an ack with {@code REFUSED} and {@code why.answer()}. */
    record Refused(AckHeader to, Rejection why) implements Opening {}

    /**
     * From the cloud, but {@code now >= exp + 60 s}. The journal is asked first; what is not there is never written any
     * more.
     *
     * @param expiresAt {@code exp}
     * @param ackAllowed false when {@code now >= exp + 120 s}: without a record in the journal there is then no ack at all
     */
    record Expired(AckHeader to, Instant expiresAt, boolean ackAllowed) implements Opening {
        /** Whether an earlier delivery may have written a password: without a record, a redelivery is INDETERMINATE. */
        public boolean mayHaveWritten() {
            return to.operation().filter(op -> op.writesPassword()).isPresent();
        }
    }
}
