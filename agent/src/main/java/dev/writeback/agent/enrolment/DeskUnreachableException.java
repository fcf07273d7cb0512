package dev.writeback.agent.enrolment;

/** The cloud's desk did not answer as an HTTPS server would; the message says where it failed and what to look at. */
public final class DeskUnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    DeskUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
