package dev.writeback.protocol.crypto;

/** A key file that is not what it should be: what was found, what is accepted. Never holds key material. */
public final class JwkException extends Exception {
    private static final long serialVersionUID = 1L;

    JwkException(String message) {
        super(message);
    }
}
