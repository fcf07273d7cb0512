package dev.writeback.agent.keys;

import java.nio.file.Path;

/** A key file cannot be used: what was found, and what is accepted. Holds no key and no PIN. */
public final class KeyFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final String accepted;

    KeyFileException(Path file, String found, String accepted) {
        super(file + ": found " + found + "; accepted: " + accepted);
        this.found = found;
        this.accepted = accepted;
    }

    /** What is there. */
    public String found() {
        return found;
    }

    /** What would be right. */
    public String accepted() {
        return accepted;
    }
}
