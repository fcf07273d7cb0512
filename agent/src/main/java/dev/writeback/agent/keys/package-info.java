/**
 * The keys of an agent: its own private keys in a {@link dev.writeback.agent.keys.KeyStorage}, a PKCS#12 file or a PKCS#11
 * token; the cloud's public keys as a JWK set.
 *
 * <p>In: files, tokens and their PIN. Out: {@link dev.writeback.protocol.crypto.KeyRing}s. Runs at start-up, when keys are made
 * or destroyed, and when a token is back, on the caller's thread. Never here: a private key in another form, a PIN as
 * {@code String}, a PIN that was refused sent again, a file that others may read, a file that is half written.
 */
@NullMarked
package dev.writeback.agent.keys;

import org.jspecify.annotations.NullMarked;
