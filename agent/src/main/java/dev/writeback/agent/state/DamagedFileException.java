package dev.writeback.agent.state;

import java.nio.file.Path;

/** A file of the state directory is not what the agent has written. Holds nothing of its content. */
public final class DamagedFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String found;

    /**
     * @param found what is wrong with it
     */
    public DamagedFileException(Path file, String found) {
        super(file + " is damaged: found " + found);
        this.found = found;
    }

    /** What is wrong with it, without the file's name. */
    public String found() {
        return found;
    }
}
