/**
 * The audit: every event, in a file that shows when a record was removed, changed, moved or cut off.
 *
 * <p>In: events, from any thread. Out: one line of JSON for each, chained by SHA-256 and signed by the agent's key every so
 * often, on the disk before {@code record} returns; then the same to the sinks beside the file, which are never waited for.
 * Never here: a secret, and a line that is changed after it was written.
 */
@NullMarked
package dev.writeback.agent.audit;

import org.jspecify.annotations.NullMarked;
