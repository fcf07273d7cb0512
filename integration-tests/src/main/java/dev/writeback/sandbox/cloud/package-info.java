/**
 * The cloud's side as a tool: seals, signs, sends, waits for acks and verifies them.
 *
 * <p>In: {@code cloud.yaml}, drafts and passwords. Out: one {@link dev.writeback.sandbox.cloud.Reply} per request. Sending runs
 * on the caller's thread; replies are read by the Service Bus client's threads, and only this consumer reads them. Never
 * here: an ack believed by what stands outside its signature, a password outside a Secret.
 */
@NullMarked
package dev.writeback.sandbox.cloud;

import org.jspecify.annotations.NullMarked;
