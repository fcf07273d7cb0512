package dev.writeback.agent.relay.servicebus;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import dev.writeback.agent.relay.RelayRefusal;
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

    /** The same, told apart by what an operator can do about it. */
    static RelayRefusal refusal(Throwable error) {
        return new RelayRefusal(kind(error), describe(error));
    }

    private static RelayRefusal.Kind kind(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof AmqpException amqp && amqp.getErrorCondition() != null) {
                return switch (amqp.getErrorCondition()) {
                    // A token that is accepted and does not suffice is refused with the claim that is missing.
                    case UNAUTHORIZED_ACCESS ->
                        String.valueOf(amqp.getMessage()).contains("claim(s)")
                                ? RelayRefusal.Kind.RIGHT
                                : RelayRefusal.Kind.KEY;
                    case NOT_FOUND -> RelayRefusal.Kind.QUEUE;
                    case ENTITY_DISABLED_ERROR -> RelayRefusal.Kind.DISABLED;
                    case TIMEOUT_ERROR -> RelayRefusal.Kind.SILENCE;
                    default -> RelayRefusal.Kind.OTHER;
                };
            }
            if (cause instanceof TimeoutException) {
                return RelayRefusal.Kind.SILENCE;
            }
        }
        return RelayRefusal.Kind.OTHER;
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
