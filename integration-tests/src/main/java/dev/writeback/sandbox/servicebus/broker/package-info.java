/**
 * What a Service Bus queue does, without a word of AMQP.
 *
 * <p>In: messages, credit, settlements, the passing of time. Out: deliveries to {@link Subscriber}s. All of it runs on one
 * event loop, which the caller owns; nothing here is thread-safe. Never here: a thread, a socket, a look into a message.
 */
@NullMarked
package dev.writeback.sandbox.servicebus.broker;

import org.jspecify.annotations.NullMarked;
