/**
 * The agent's signs of life, which the cloud asks before it lets a user type a password, and the one thread that sees to
 * what time brings: heartbeats, pings among them, and the rollover of keys.
 *
 * <p>In: the state of the parts, and what is due to be announced. Out: sealed heartbeats and announcements to the relay.
 * Runs on the thread {@code steward}. Never here: a heartbeat that was sent before its place in the chain was on the disk.
 */
@NullMarked
package dev.writeback.agent.presence;

import org.jspecify.annotations.NullMarked;
