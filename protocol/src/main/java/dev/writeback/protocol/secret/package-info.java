/**
 * Secrets as bytes that have one owner and are zeroed.
 *
 * <p>In: freshly decrypted or freshly read bytes. Out: nothing but a borrowed view inside a callback. Any thread, one at
 * a time per secret. Never here: a {@code String}, a copy that nobody zeroes.
 */
@NullMarked
package dev.writeback.protocol.secret;

import org.jspecify.annotations.NullMarked;
