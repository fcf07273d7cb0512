/**
 * What a killed agent leaves behind, and what its successor makes of it.
 *
 * <p>In: the crash harness of the sandbox. Out: one verdict over all crash points. Runs on the test thread and on a thread
 * per lane. Never here: a verdict that rests on the agent's own word.
 */
@NullMarked
package dev.writeback.it.crash;

import org.jspecify.annotations.NullMarked;
