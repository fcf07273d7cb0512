/**
 * A Service Bus namespace in this process: enough of it that the real clients cannot tell, for the sandbox and for tests.
 *
 * <p>In: AMQP over TLS on loopback, signed tokens. Out: queues as Service Bus has them, and faults on demand. One event
 * loop thread per endpoint owns everything; the public methods may be called from any thread. Never here: a listener on
 * another address than loopback, state that survives the process.
 */
@NullMarked
package dev.writeback.sandbox.servicebus;

import org.jspecify.annotations.NullMarked;
