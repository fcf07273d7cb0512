package dev.writeback.agent.canary;

import dev.writeback.agent.journal.Conclusion;

/** Is told of the canary's runs. Never blocks, never throws. */
public interface CanaryObserver {
    /**
     * A run came to a conclusion.
     *
     * @param written by this run, the account's password
     */
    void ended(Conclusion conclusion, boolean written);

    /** A run broke off without one. */
    void failed();

    /** A run was due and not made: the agent takes no requests. */
    void skipped();
}
