package dev.writeback.agent.doctor;

import dev.writeback.agent.config.OperationSettings;
import dev.writeback.directory.rights.Right;
import java.util.EnumSet;
import java.util.Set;

/** Which rights the operations that are switched on need. */
public final class NeededRights {
    private NeededRights() {}

    /** In the order of {@link Right}; empty when nothing is ever written. */
    public static Set<Right> of(OperationSettings operations) {
        Set<Right> needed = EnumSet.noneOf(Right.class);
        if (operations.reset() || operations.adminReset()) {
            // A reset may be asked to unlock and to force a change, whatever the other switches say.
            needed.add(Right.RESET_PASSWORD);
            needed.add(Right.WRITE_LOCKOUT_TIME);
            needed.add(Right.WRITE_PWD_LAST_SET);
            needed.add(Right.UNEXPIRE_PASSWORD);
        }
        if (operations.change()) {
            needed.add(Right.CHANGE_PASSWORD);
        }
        if (operations.unlock()) {
            needed.add(Right.WRITE_LOCKOUT_TIME);
        }
        return needed;
    }
}
