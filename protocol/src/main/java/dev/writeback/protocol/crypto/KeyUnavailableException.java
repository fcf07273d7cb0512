package dev.writeback.protocol.crypto;

/**
 * A key of ours could not be used: its token is gone, locked or broken. It says nothing about the message at hand, which
 * must be neither answered nor settled. Never holds key material.
 */
public final class KeyUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyUnavailableException(KeyId key, Throwable cause) {
        super("the private key " + key + " could not be used", cause);
    }
}
