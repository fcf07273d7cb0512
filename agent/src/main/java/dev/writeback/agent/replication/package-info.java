/**
 * Beside the road: whether a password that was written on one server has reached the others.
 *
 * <p>In: accounts to which a password was just written. Out: counts and times for {@link
 * dev.writeback.agent.replication.ReplicationObserver}, and a line in the log where it took too long. One thread for each
 * directory, {@code replication-NAME}; whoever writes a password only leaves a note. Never here: a password, a bind as the
 * user, anything that an ack or the agent's health waits for.
 */
@NullMarked
package dev.writeback.agent.replication;

import org.jspecify.annotations.NullMarked;
