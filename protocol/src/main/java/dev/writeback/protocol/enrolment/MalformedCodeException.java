package dev.writeback.protocol.enrolment;

/** What was typed is no enrolment code; says what one is, and nothing of what was typed. */
public final class MalformedCodeException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedCodeException(String message) {
        super(message);
    }
}
