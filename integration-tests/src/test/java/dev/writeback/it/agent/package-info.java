/**
 * The agent as a process of its own, from outside: its relay, its directory, the cloud, its service manager, an attacker.
 *
 * <p>In: an {@link dev.writeback.it.agent.AgentSite} that the classes share. Out: one verdict for each promise. Runs on the test
 * thread. Never here: a look into the agent by anything but its output, its HTTP endpoint and the directory.
 */
@NullMarked
package dev.writeback.it.agent;

import org.jspecify.annotations.NullMarked;
