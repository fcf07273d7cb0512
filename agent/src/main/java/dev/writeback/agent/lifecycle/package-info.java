/**
 * Starting and stopping in order: relays are the first to stop taking and the last step of the road to close.
 *
 * <p>In: the parts of the agent. Out: a stopped agent, whatever failed on the way. Runs on the thread that stops the
 * agent. Never here: an interrupted write, a part left open because another failed to close.
 */
@NullMarked
package dev.writeback.agent.lifecycle;

import org.jspecify.annotations.NullMarked;
