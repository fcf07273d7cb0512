/**
 * What happens, by name: the catalogue of events, each with a stable number and the number that the reference system gives
 * to the same thing.
 *
 * <p>In: whatever tells an event. Out: to whoever keeps them, which is the audit. Never here: a secret.
 */
@NullMarked
package dev.writeback.agent.event;

import org.jspecify.annotations.NullMarked;
