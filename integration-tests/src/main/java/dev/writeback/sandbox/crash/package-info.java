/**
 * The crash harness: an agent in a process of its own is killed with SIGKILL at a named point of its road, another one takes
 * over, and three independent logs are held against each other: what the cloud sent, what the directory wrote, which acks
 * came.
 *
 * <p>In: crash points and seeds. Out: a table of kills and violations. Each {@link dev.writeback.sandbox.crash.CrashLane}
 * has a site and a thread of its own. Never here: a verdict that rests on what the agent says of itself.
 */
@NullMarked
package dev.writeback.sandbox.crash;

import org.jspecify.annotations.NullMarked;
