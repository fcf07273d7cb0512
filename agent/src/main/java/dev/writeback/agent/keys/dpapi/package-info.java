/**
 * What Windows encrypts so that this machine alone, or one user of it, can read it (DPAPI). Not run in continuous integration,
 * which has no Windows: what stands here is one call of the library each way.
 *
 * <p>In: bytes. Out: the same bytes encrypted, or back. Any thread. Never here: a file, a decision.
 */
@NullMarked
package dev.writeback.agent.keys.dpapi;

import org.jspecify.annotations.NullMarked;
