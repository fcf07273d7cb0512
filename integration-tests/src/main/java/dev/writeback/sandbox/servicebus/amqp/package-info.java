/**
 * The AMQP 1.0 face of the broker: connections, links, tokens, management, on ProtonJ2's engine over Netty.
 *
 * <p>In: bytes of TLS connections. Out: calls to the broker, and its deliveries as transfers. Everything runs on the one
 * event loop that also owns the broker. Never here: a rule of the queue itself, a blocking call.
 */
@NullMarked
package dev.writeback.sandbox.servicebus.amqp;

import org.jspecify.annotations.NullMarked;
