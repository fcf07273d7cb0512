/**
 * A directory looked at step by step, for an operator who wants to know where the way to it ends.
 *
 * <p>In: the settings of a directory. Out: what was seen at each step, as values; a step that fails is an answer like any
 * other. Runs on the caller's thread and blocks up to the limits of the settings at each step. Never here: a write, a second
 * bind with a credential that was refused, a secret in what was seen.
 */
@NullMarked
package dev.writeback.directory.inspection;

import org.jspecify.annotations.NullMarked;
