package dev.writeback.agent.keys.dpapi;

/** The operating system does not encrypt or decrypt; the message says what it answered, and holds no secret. */
public final class DataProtectionException extends Exception {
    private static final long serialVersionUID = 1L;

    public DataProtectionException(String message) {
        super(message);
    }
}
