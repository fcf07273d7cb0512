package dev.writeback.sandbox.cloud;

/** The cloud's side cannot work with what it was given; the message says with what, and holds no secret. */
public final class CloudException extends Exception {
    private static final long serialVersionUID = 1L;

    CloudException(String message) {
        super(message);
    }

    CloudException(String message, Throwable cause) {
        super(message, cause);
    }
}
