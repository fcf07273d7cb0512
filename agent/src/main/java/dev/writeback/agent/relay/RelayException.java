package dev.writeback.agent.relay;

/** The relay did not do what was asked; the message says what, and never holds the content of a message. */
public final class RelayException extends Exception {
    private static final long serialVersionUID = 1L;

    public RelayException(String message, Throwable cause) {
        super(message, cause);
    }

    public RelayException(String message) {
        super(message);
    }
}
