/**
 * The doctor: whether an agent with this configuration could do its work from here, and if not, why and how to mend it.
 *
 * <p>In: a configuration that is valid in itself. Out: a tree of {@link dev.writeback.agent.doctor.Check}s. What does not
 * wait for another check runs on a thread of its own, {@code doctor-...}, within a time limit. Never here: a write to a
 * directory, a message taken from the relay or put into it, a second bind with a credential that was refused, a secret in
 * what is told.
 */
@NullMarked
package dev.writeback.agent.doctor;

import org.jspecify.annotations.NullMarked;
