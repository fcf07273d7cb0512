package dev.writeback.agent.keys.token;

/** A PKCS#11 library cannot be used; the message says why. */
public final class TokenLibraryException extends Exception {
    private static final long serialVersionUID = 1L;

    TokenLibraryException(String message) {
        super(message);
    }
}
