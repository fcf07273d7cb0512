/**
 * The agent as a process of its own, as a service manager would run it.
 *
 * <p>In: a configuration file and where the output goes. Out: a running agent, its health page, its exit code. The caller's
 * thread starts, waits and stops it. Never here: a look into the agent by anything but its files, its output and its HTTP
 * endpoint.
 */
@NullMarked
package dev.writeback.sandbox.process;

import org.jspecify.annotations.NullMarked;
