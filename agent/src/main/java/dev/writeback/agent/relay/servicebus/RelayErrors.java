package dev.writeback.agent.relay.servicebus;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import java.util.concurrent.TimeoutException;

/** The client's errors in words for an operator: the kind of the error, never the client's own text. */
final class RelayErrors {
    private RelayErrors() {}

    static String describe(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof AmqpException amqp && amqp.getErrorCondition() != null) {
                return describe(amqp.getErrorCondition());
            }
            if (cause instanceof ServiceBusException bus
                    && bus.getReason() != ServiceBusFailureReason.GENERAL_ERROR
                    && bus.getCause() == null) {
                return bus.getReason().toString();
            }
            if (cause instanceof TimeoutException) {
                return "no answer in time";
            }
        }
        return error.getClass().getSimpleName();
    }

    private static String describe(AmqpErrorCondition condition) {
        return switch (condition) {
            case UNAUTHORIZED_ACCESS -> "the relay refused the access key (" + condition.getErrorCondition() + ")";
            case NOT_FOUND -> "the relay has no such queue (" + condition.getErrorCondition() + ")";
            default -> condition.getErrorCondition();
        };
    }
}
