package dev.writeback.agent.policy;

/** Where a request gets its policy from. Thread-safe; never blocks. */
@FunctionalInterface
public interface PolicySource {
    /** The policy of this moment; a request that begins now keeps it to its end. */
    Policy now();

    /** Whether the local kill switch is on, which also ends what has begun and was not written yet. */
    default boolean isPaused() {
        return false;
    }
}
