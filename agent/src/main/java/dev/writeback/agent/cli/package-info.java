/**
 * The command line {@code writeback}.
 *
 * <p>In: arguments. Out: an exit code (0 done, 1 failed, 2 wrong usage, 78 wrong configuration), results on standard
 * output, everything else on standard error. Runs on the main thread. Never here: work of the agent itself, a secret as
 * an argument or in the output, {@code System.exit}.
 */
@NullMarked
package dev.writeback.agent.cli;

import org.jspecify.annotations.NullMarked;
