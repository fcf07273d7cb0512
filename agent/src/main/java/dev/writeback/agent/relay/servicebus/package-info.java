/**
 * The relay port on Azure Service Bus: two queues, AMQP over TLS.
 *
 * <p>In: messages of the requests queue, one at a time and only while a worker is free. Out: deliveries on the
 * transport's own workers ({@code relay-worker-N}), acks to the replies queue. Timers run on {@code relay-timer}, the
 * health probe on {@code relay-probe}; the client's reactor threads never run the pipeline. Never here: a dead-letter, a
 * look into a package, an interrupt of a worker, a claim of health on the client's word.
 */
@NullMarked
package dev.writeback.agent.relay.servicebus;

import org.jspecify.annotations.NullMarked;
