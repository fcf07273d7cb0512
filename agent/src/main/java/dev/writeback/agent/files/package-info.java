/**
 * Whose files are whose: whether anybody else can read or change what the agent trusts or keeps to itself.
 *
 * <p>In: paths, and what is at stake with each. Out: what is wrong and the command that mends it. Runs when a configuration is
 * read, on the caller's thread. Never here: a look into a file, a change of a mode.
 */
@NullMarked
package dev.writeback.agent.files;

import org.jspecify.annotations.NullMarked;
