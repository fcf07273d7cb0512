package dev.writeback.directory.ldap;

/** A server could not be asked: no write was sent to it. The message is for an operator and holds no secret. */
public final class ServerUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public ServerUnavailableException(String message) {
        super(message);
    }

    public ServerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
