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
            if (cause instanceof AmqpException) {
                return "the connection was lost";
            }
        }
        return error.getClass().getSimpleName();
    }

    /**
     * Whether the same settlement may succeed a moment later. One that was under way when the connection was lost fails
     * without a condition; the next try goes over the management link of the new connection.
     */
    static boolean mayPass(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof AmqpException amqp) {
                return amqp.isTransient() || amqp.getErrorCondition() == null;
            }
        }
        return error instanceof TimeoutException;
    }

    private static String describe(AmqpErrorCondition condition) {
        return switch (condition) {
            case UNAUTHORIZED_ACCESS -> "the relay refused the access key (" + condition.getErrorCondition() + ")";
            case NOT_FOUND -> "the relay has no such queue (" + condition.getErrorCondition() + ")";
            default -> condition.getErrorCondition();
        };
    }
}
