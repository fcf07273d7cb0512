package dev.writeback.agent.trust;

/** The agent has no keys that the cloud could know, or does not know the cloud's. */
public final class NotEnrolledException extends Exception {
    private static final long serialVersionUID = 1L;

    NotEnrolledException(String found) {
        super(
                "found that " + found
                        + "; accepted: an enrolled agent (writeback enroll --code CODE), or key files named by keys and cloud.keys");
    }
}
