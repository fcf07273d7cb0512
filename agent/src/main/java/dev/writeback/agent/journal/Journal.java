package dev.writeback.agent.journal;

import dev.writeback.protocol.message.RequestId;
import java.time.Instant;
import java.util.Optional;

/**
 * The memory of requests. An entry goes from {@link JournalEntry.Seen} to {@link JournalEntry.Intended} to {@link
 * JournalEntry.Concluded}, or from seen to concluded directly, and never back. It is kept until its expiry plus twice the
 * allowed clock skew and never evicted before.
 *
 * <p>Thread-safe. A call returns when what it says is kept as safely as the journal can.
 */
public interface Journal extends AutoCloseable {
    /**
     * Notes that a request reached step 8.
     *
     * @param digest {@code rdig} of this delivery
     * @param keepUntil when the entry may be forgotten
     * @return empty when it is new and is now {@link JournalEntry.Seen}; otherwise what is known of it, unchanged
     * @throws JournalFullException when there is no room: the request must stay on the relay
     */
    Optional<JournalEntry> admit(RequestId id, String digest, Instant keepUntil);

    /** What is known of a request. */
    Optional<JournalEntry> find(RequestId id);

    /** Notes that the write described by {@code intent} may be made from now on. */
    void intend(RequestId id, Intent intent);

    /** Notes what became of the request; its first conclusion stands. */
    void conclude(RequestId id, Conclusion conclusion);

    /** Whether another request can be admitted; when not, the agent stops receiving. */
    boolean hasRoom();

    /** Entries kept at this moment. */
    int size();

    /** The most entries kept at one time. */
    int capacity();

    @Override
    void close();
}
