package dev.writeback.agent;

/** The agent cannot start; the message says what was found and what to do, and never holds a secret. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean misconfigured;

    private StartException(String message, Throwable cause, boolean misconfigured) {
        super(message, cause);
        this.misconfigured = misconfigured;
    }

    static StartException misconfigured(String what, Throwable cause) {
        return new StartException(what + ": " + cause.getMessage(), cause, true);
    }

    static StartException failed(String what, Throwable cause) {
        return new StartException(what + ": " + cause.getMessage(), cause, false);
    }

    /** Whether starting again cannot help until somebody changes the configuration. */
    public boolean isMisconfigured() {
        return misconfigured;
    }
}
