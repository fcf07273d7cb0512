package dev.writeback.sandbox.servicebus.broker;

/** What became of one delivery. */
public enum Outcome {
    /** Removed by its receiver. */
    COMPLETED,
    /** Given back by its receiver; the delivery count rises. */
    ABANDONED,
    /** Given back untouched; the delivery count stays. */
    RELEASED,
    /** Moved to the dead-letter queue by its receiver. */
    DEAD_LETTERED,
    /** The lock ran out before anything was said; the delivery count rises. */
    LOCK_EXPIRED
}
