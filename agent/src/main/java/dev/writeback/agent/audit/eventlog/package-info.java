/**
 * The event log of Windows. Not run in continuous integration, which has no Windows: what calls the system here is one call
 * of the library each, behind {@link dev.writeback.agent.audit.eventlog.EventLogApi}.
 *
 * <p>In: a severity, an id, a text. Out: an entry of the log "Application" from the source "WritebackAgent". Any thread. Never
 * here: what an event means, a secret, a queue.
 */
@NullMarked
package dev.writeback.agent.audit.eventlog;

import org.jspecify.annotations.NullMarked;
