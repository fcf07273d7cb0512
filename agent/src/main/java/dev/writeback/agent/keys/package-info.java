/**
 * The keys of an agent: its own private keys in a {@link dev.writeback.agent.keys.KeyStorage}, the cloud's public keys as a
 * JWK set.
 *
 * <p>In: files and the PIN. Out: {@link dev.writeback.protocol.crypto.KeyRing}s. Runs at start-up and when keys are made or
 * destroyed, on the caller's thread. Never here: a private key in another form, a PIN as {@code String}, a file that others
 * may read, a file that is half written.
 */
@NullMarked
package dev.writeback.agent.keys;

import org.jspecify.annotations.NullMarked;
