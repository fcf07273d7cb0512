package dev.writeback.agent.keys;

/** Where keys are kept cannot be used: what was found there, and what is accepted. Holds no key and no PIN. */
public final class KeyStorageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final String accepted;

    /**
     * @param place a file, or how a token is named
     */
    KeyStorageException(Object place, String found, String accepted) {
        super(place + ": found " + found + "; accepted: " + accepted);
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
