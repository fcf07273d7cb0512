/**
 * The road of one request: open, admit, decide, unseal, pre-read, intend, write, conclude, acknowledge, settle. PWB/1,
 * section 5.
 *
 * <p>In: deliveries of the relay. Out: acks to the relay, entries in the journal, writes to the directory. Runs on the
 * relay's bounded worker threads, one delivery each. Never here: a second write for one request, a settled message whose
 * ack was not accepted.
 */
@NullMarked
package dev.writeback.agent.pipeline;

import org.jspecify.annotations.NullMarked;
