package dev.writeback.directory.dns;

/** DNS could not be asked. The message is for an operator. */
public final class NameServiceException extends Exception {
    private static final long serialVersionUID = 1L;

    public NameServiceException(String message) {
        super(message);
    }

    public NameServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
