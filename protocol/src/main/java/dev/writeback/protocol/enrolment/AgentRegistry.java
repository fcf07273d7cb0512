package dev.writeback.protocol.enrolment;

import dev.writeback.protocol.crypto.KeyRing;

/** Where the cloud keeps its enrolled agents. Called by one thread at a time. */
public interface AgentRegistry {
    /** The confirmed public keys of all agents. */
    KeyRing keys();

    /**
     * Keeps a newly enrolled agent, durably.
     *
     * @return false when its id or one of its keys is there already
     */
    boolean add(EnrolledAgent agent);
}
