package dev.writeback.agent.audit.eventlog;

/** The event log cannot be opened or written; the message says what the system answered. */
public final class EventLogException extends Exception {
    private static final long serialVersionUID = 1L;

    public EventLogException(String message) {
        super(message);
    }
}
