/**
 * Another configuration for a running agent.
 *
 * <p>In: the file of the configuration, and the wish to read it again, from a signal, from the local endpoint or because
 * the file has changed. Out: a whole configuration to follow, or the reason why the one in force stays. Runs on the thread
 * {@code config-watch} and on those that ask. Never here: half a configuration, a bad one in the place of a good one.
 */
@NullMarked
package dev.writeback.agent.reload;

import org.jspecify.annotations.NullMarked;
