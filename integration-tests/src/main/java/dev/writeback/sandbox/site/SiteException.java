package dev.writeback.sandbox.site;

/** A site cannot be set up; the message says why and what would do, and holds no secret. */
public final class SiteException extends Exception {
    private static final long serialVersionUID = 1L;

    SiteException(String message) {
        super(message);
    }

    SiteException(String message, Throwable cause) {
        super(message, cause);
    }
}
