package dev.writeback.agent.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The journal's file cannot be used; the message says what was found and what to do. */
public final class JournalUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private JournalUnusableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static JournalUnusableException damaged(Path file, Throwable cause) {
        return new JournalUnusableException(
                "the journal " + file + " is damaged (" + cause.getMessage()
                        + "). Requests that it remembered could be applied a second time without it, so nothing is"
                        + " started. Move the file away, wait ten minutes until no such request can still be delivered,"
                        + " and start again; keep the file for an inquiry",
                cause);
    }

    static JournalUnusableException foreign(Path file, String found) {
        return new JournalUnusableException(
                "the file " + file + " is not a journal of this agent: found " + found
                        + ". Point agent.stateDirectory at another directory, or move the file away",
                null);
    }

    static JournalUnusableException newer(Path file, int version) {
        return new JournalUnusableException(
                "the journal " + file + " has version " + version
                        + ", which a newer agent wrote; this one reads version "
                        + JournalFile.VERSION + ". Run the newer agent, or move the file away after ten minutes without"
                        + " an agent",
                null);
    }

    static JournalUnusableException inUse(Path file) {
        return new JournalUnusableException(
                "the journal " + file + " is in use by another process. Each agent needs an agent.stateDirectory of its"
                        + " own; stop the other one or change the directory",
                null);
    }

    static JournalUnusableException unreachable(Path file, Throwable cause) {
        return new JournalUnusableException(
                "the journal " + file + " cannot be opened: " + cause.getMessage()
                        + ". The agent's user must be able to read and write it and its directory",
                cause);
    }
}
