package dev.writeback.agent.lifecycle;

/**
 * The moments of the road at which a crash is told apart from a crash at any other: before and after each thing that
 * lasts. In the order in which a reset passes them.
 */
public enum Waypoint {
    RECEIVED,
    OPENED,
    BEFORE_ADMISSION,
    ADMITTED,
    OPERATION_DECIDED,
    LOOKED_UP,
    ACCOUNT_DECIDED,
    UNSEALED,
    GUARDED,
    BEFORE_INTENT,
    INTENT_WRITTEN,
    INTENT_DURABLE,
    BEFORE_WRITE,
    WRITE_ANSWERED,
    BEFORE_CONCLUSION,
    CONCLUSION_WRITTEN,
    CONCLUSION_DURABLE,
    /** What is to be told is in the audit. */
    AUDITED,
    ACK_SEALED,
    ACK_ACCEPTED,
    SETTLED,
    /** Only on a redelivery: recovery has read the account again. */
    RECOVERY_READ,
    /** Only on a redelivery: recovery has its verdict, and nothing of it is on record. */
    RECOVERY_JUDGED,
    /** The message is about to be given back. */
    BEFORE_RELEASE,
    /** The message was given back. */
    RELEASED
}
