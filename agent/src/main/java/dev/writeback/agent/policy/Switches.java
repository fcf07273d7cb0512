package dev.writeback.agent.policy;

import dev.writeback.agent.config.OperationSettings;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.WritebackRequest;
import java.util.ArrayList;
import java.util.List;

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

    static Switches of(OperationSettings operations, boolean userPrincipalName) {
        return new Switches(
                operations.reset(),
                operations.change(),
                operations.adminReset(),
                operations.unlock(),
                operations.validate(),
                userPrincipalName);
    }

    /** What both allow. */
    Switches and(OperationSettings others) {
        return new Switches(
                reset && others.reset(),
                change && others.change(),
                adminReset && others.adminReset(),
                unlock && others.unlock(),
                validate && others.validate(),
                userPrincipalName);
    }

    /** Those that are on, by their names in the configuration. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        add(names, reset, "reset");
        add(names, change, "change");
        add(names, adminReset, "adminReset");
        add(names, unlock, "unlock");
        add(names, validate, "validate");
        return List.copyOf(names);
    }

    private static void add(List<String> names, boolean on, String name) {
        if (on) {
            names.add(name);
        }
    }

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
