package dev.writeback.protocol.envelope;

/** What became of the sealed secret in step 10 of PWB/1, section 5. */
public sealed interface Unsealing {

    /** The request with its passwords; the caller closes it. */
    record Opened(OpenedRequest request) implements Unsealing {}

    /** An ack with {@code REFUSED} and {@code why.answer()}, which is {@code bad_secret}. */
    record Refused(Rejection why) implements Unsealing {}
}
