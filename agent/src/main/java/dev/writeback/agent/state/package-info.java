/**
 * Small files of the state directory: what the agent has to remember beside its journal.
 *
 * <p>In: text from the parts that remember. Out: the same text after a restart, or the word that it is damaged. Runs on the
 * caller's thread and returns when the text is on the disk. Never here: a file that others can read, a half-written one, a
 * damaged one that is taken for whole, a private key.
 */
@NullMarked
package dev.writeback.agent.state;

import org.jspecify.annotations.NullMarked;
