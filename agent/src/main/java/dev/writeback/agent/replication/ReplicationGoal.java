package dev.writeback.agent.replication;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * When a password counts as replicated.
 *
 * @param servers how many servers beside the one that was written to; empty for all of them
 * @param within from the answer to the write
 */
public record ReplicationGoal(OptionalInt servers, Duration within) {
    /** Whether so many of so many are enough; of none, nothing can have arrived. */
    boolean isMet(int have, int others) {
        return have > 0 && have >= servers.orElse(others);
    }
}
