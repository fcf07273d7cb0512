package dev.writeback.agent.keys;

import dev.writeback.protocol.secret.Secret;

/** Where the PIN of a key store comes from. */
@FunctionalInterface
public interface PinSource {
    /**
     * Reads it; the caller owns and closes it.
     *
     * @throws KeyStorageException when it cannot be had
     */
    Secret read() throws KeyStorageException;
}
