package dev.writeback.sandbox.servicebus.amqp;

import org.apache.qpid.protonj2.types.transport.ErrorCondition;

/**
 * An AMQP error as it is sent to a client.
 *
 * @param condition for example {@code amqp:link:detach-forced}
 */
public record AmqpFault(String condition, String description) {
    static final AmqpFault LOCK_LOST = new AmqpFault(
            "com.microsoft:message-lock-lost",
            "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the"
                    + " queue.");
    static final AmqpFault QUEUE_FULL =
            new AmqpFault("amqp:resource-limit-exceeded", "The queue has reached its maximum size.");
    static final AmqpFault TOKEN_EXPIRED =
            new AmqpFault("amqp:unauthorized-access", "ExpiredToken: The token is expired.");

    static AmqpFault notFound(String path) {
        return new AmqpFault("amqp:not-found", "The messaging entity '" + path + "' could not be found.");
    }

    static AmqpFault unauthorized(String claim, String path) {
        return new AmqpFault(
                "amqp:unauthorized-access",
                "Unauthorized access. '" + claim + "' claim(s) are required to perform this operation on '" + path
                        + "'.");
    }

    static AmqpFault notImplemented(String what) {
        return new AmqpFault("amqp:not-implemented", what + " is not offered by this endpoint.");
    }

    ErrorCondition toErrorCondition() {
        return new ErrorCondition(condition, description);
    }
}
