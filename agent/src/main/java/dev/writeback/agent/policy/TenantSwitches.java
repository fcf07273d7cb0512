package dev.writeback.agent.policy;

import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.OperationSettings;
import java.util.Optional;

/**
 * What the tenant allows, as the cloud says in {@code pwb-cfg} (PWB/1, section 4). It narrows what the local file allows; a
 * wider one is no error and changes nothing.
 *
 * @param epoch of the message; they rise
 * @param perUser empty does not narrow
 * @param perAgent empty does not narrow
 */
public record TenantSwitches(
        long epoch, OperationSettings operations, Optional<Rate> perUser, Optional<Rate> perAgent) {
    /**
     * @throws IllegalArgumentException when the epoch is below 1
     */
    public TenantSwitches {
        if (epoch < 1) {
            throw new IllegalArgumentException("epoch: found " + epoch + "; accepted: at least 1");
        }
    }
}
