/**
 * The audit's way to a collector: syslog over TLS.
 *
 * <p>In: records, from the queue of this sink. Out: RFC 5424 messages in the frames of RFC 5425. Never here: a connection
 * without TLS, or one to a server whose certificate is not its name's.
 */
@NullMarked
package dev.writeback.agent.audit.syslog;

import org.jspecify.annotations.NullMarked;
