package dev.writeback.agent.keys;

import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import java.time.Instant;

/**
 * Where one agent keeps its private keys (PWB/1, section 7). {@code toString} names the place and is fit for a log.
 *
 * <p>What {@link #generate} and {@link #destroy} did has reached the disk, or the token, when they return; when they fail or
 * the power fails, it was done wholly or not at all. Thread-safe; other processes may work on the same storage.
 */
public interface KeyStorage extends AutoCloseable {
    /**
     * All keys that are there, each with its private half; none when nothing was generated yet. Their times are not
     * looked at.
     *
     * @throws KeyStorageException when the storage cannot be opened, or holds what is no key of this agent
     */
    KeyRing load() throws KeyStorageException;

    /**
     * Makes a pair in the storage, which is made too when it is not there yet.
     *
     * @param notBefore first second of its life
     * @param expiresAt first second after its life
     * @return the new key, with its private half
     */
    KeyRecord generate(KeyUse use, Instant notBefore, Instant expiresAt) throws KeyStorageException;

    /**
     * Destroys a key; one that is not there counts as destroyed. Nothing of it is left in the storage, but records that
     * were loaded before may still work: whoever holds them lets go of them.
     */
    void destroy(KeyId key) throws KeyStorageException;

    /** Lets go of what the storage holds open; keys that live in a token no longer work. */
    @Override
    void close();
}
