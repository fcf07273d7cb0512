package dev.writeback.agent.event;

/** An event that has to be kept before anything goes on could not be kept. */
public final class EventNotKeptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EventNotKeptException(String message) {
        super(message);
    }
}
