package dev.writeback.agent.audit;

import java.nio.file.Path;

/**
 * Something that is not as the agent wrote it.
 *
 * @param line in the file, 1 for the first
 * @param detail for an operator
 */
public record AuditFinding(Kind kind, Path file, long line, String detail) {
    /** What is wrong. */
    public enum Kind {
        /** A line that is no record. */
        UNREADABLE,
        /** A record is not the one that its successor, the head or the signature is about. */
        CHANGED,
        /** Records that were there are not. */
        REMOVED,
        /** Records are in another order, or twice. */
        REORDERED,
        /** The end is missing. */
        TRUNCATED,
        /** A checkpoint that the agent's key did not sign. */
        FORGED,
        /** More records than the agent leaves unsigned have no signature behind them. */
        UNSIGNED,
        /** A record of another agent. */
        FOREIGN
    }
}
