/**
 * Active Directory behind the {@link dev.writeback.directory.Directory} port.
 *
 * <p>In: settings, references to accounts, secrets. Out: accounts as found, outcomes. Runs on the caller's thread.
 * Never here: a password as a {@code String}, a second attempt at a write, {@code userPassword}, a write to
 * {@code userAccountControl}, a protected account treated as an ordinary one because a fact could not be read, a decision
 * by the result code alone where the diagnostic text has a code.
 */
@NullMarked
package dev.writeback.directory.ad;

import org.jspecify.annotations.NullMarked;
