package dev.writeback.agent.journal;

/** The journal could not keep what it was told: what was to follow must not be done. */
public final class JournalBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalBrokenException(String message) {
        super(message);
    }
}
