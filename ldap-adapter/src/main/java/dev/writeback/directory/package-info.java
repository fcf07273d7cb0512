/**
 * The directory port: what the agent asks of a directory, in the agent's words.
 *
 * <p>In: an {@link dev.writeback.directory.AccountRef} and secrets. Out: an {@link dev.writeback.directory.Account} and
 * {@link dev.writeback.directory.DirectoryOutcome}s. Runs on the agent's bounded worker threads: every call blocks.
 * Never here: a type of an LDAP library, a decision about who may do what.
 */
@NullMarked
package dev.writeback.directory;

import org.jspecify.annotations.NullMarked;
