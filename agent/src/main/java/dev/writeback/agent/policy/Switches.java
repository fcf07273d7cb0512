package dev.writeback.agent.policy;

import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.WritebackRequest;

/**
 * Which operations this agent performs at all.
 *
 * @param reset a reset that the user asked for in person
 * @param change a change
 * @param adminReset a reset that an administrator asked for
 * @param unlock an unlock without a reset
 * @param validate a validation
 * @param userPrincipalName accounts may be named by userPrincipalName, which is not an immutable anchor
 */
public record Switches(
        boolean reset,
        boolean change,
        boolean adminReset,
        boolean unlock,
        boolean validate,
        boolean userPrincipalName) {

    boolean allow(WritebackRequest request) {
        return operationIsOn(request)
                && (userPrincipalName
                        || request.subject()
                                .map(subject -> subject.format() != Subject.Format.USER_PRINCIPAL_NAME)
                                .orElse(true));
    }

    private boolean operationIsOn(WritebackRequest request) {
        return switch (request.operation()) {
            case RESET -> byAdministrator(request) ? adminReset : reset;
            case CHANGE -> change;
            case UNLOCK -> unlock;
            case VALIDATE -> validate;
            case PING -> true;
        };
    }

    private static boolean byAdministrator(WritebackRequest request) {
        return request.initiator()
                .map(initiator -> initiator.kind() == Initiator.Kind.ADMIN)
                .orElse(false);
    }
}
