package dev.writeback.agent.journal;

/** What the journal knows of one request. */
public sealed interface JournalEntry {
    /** {@code rdig} of the delivery that was admitted first. */
    String digest();

    /** Admitted, and nothing was written. */
    record Seen(String digest) implements JournalEntry {}

    /** A write may have been made; what became of it is not known. */
    record Intended(String digest, Intent intent) implements JournalEntry {}

    /** Answered; a redelivery gets the same answer. */
    record Concluded(String digest, Conclusion conclusion) implements JournalEntry {}
}
