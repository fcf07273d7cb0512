package dev.writeback.agent.replication;

import java.time.Duration;

/** Sees what becomes of verifications. Never blocks. */
public interface ReplicationObserver {
    /** How a verification ended. */
    enum Result {
        /** As many servers as wanted had the password in time. */
        REACHED,
        /** They had not. */
        OVERDUE,
        /** The service account cannot read the stamp of the password. */
        UNREADABLE,
        /** Too many were under way. */
        DROPPED
    }

    /** One more server has a password; so long after the write was answered that was seen. */
    void arrived(Duration lag);

    /**
     * A verification has ended.
     *
     * @param servers beside the one that was written to, that were seen to have the password
     */
    void ended(Result result, int servers);
}
