/**
 * The fault matrix: a whole site with proxies between the agent, its directory and its relay, and one fault after the other.
 *
 * <p>In: a fault, struck while a real reset is on its way. Out: what the user was told, held against the directory's own
 * record of writes, and how long the agent needed to serve again. Each proxy works on its own event loop, tests on the test
 * thread. Never here: help for the agent; it has to recover by itself.
 */
@NullMarked
package dev.writeback.it.fault;

import org.jspecify.annotations.NullMarked;
