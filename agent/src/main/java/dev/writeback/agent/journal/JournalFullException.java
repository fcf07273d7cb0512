package dev.writeback.agent.journal;

/** The journal has no room for another request; it never evicts one to make room. */
public final class JournalFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalFullException(int capacity) {
        super("the journal holds its " + capacity + " entries and takes no more until some expire");
    }
}
