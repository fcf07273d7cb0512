package dev.writeback.agent.audit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** The agent cannot write an audit there, and does not start without one. The message says what to do. */
public final class AuditUnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean inUse;

    private AuditUnusableException(String message, boolean inUse, Throwable cause) {
        super(message, cause);
        this.inUse = inUse;
    }

    /** Whether trying again cannot help until somebody changes something. */
    public boolean isMisconfigured() {
        return inUse || getCause() instanceof AccessDeniedException;
    }

    /** Whether an agent is writing it at this moment. */
    public boolean isInUse() {
        return inUse;
    }

    static AuditUnusableException inUse(Path file, Throwable cause) {
        return new AuditUnusableException(
                file + " is in use by another agent: give each agent an audit file of its own", true, cause);
    }

    static AuditUnusableException unwritable(Path file, IOException cause) {
        return new AuditUnusableException(
                file + " cannot be written (" + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                        + "): see to its directory, its owner and the room on the disk",
                false,
                cause);
    }
}
