package dev.writeback.agent.canary;

import dev.writeback.agent.journal.Conclusion;

/** Is told of the canary's runs. Never blocks, never throws. */
public interface CanaryObserver {
    /** This one, and another one after it. */
    default CanaryObserver and(CanaryObserver other) {
        CanaryObserver first = this;
        return new CanaryObserver() {
            @Override
            public void ended(Conclusion conclusion, boolean written) {
                first.ended(conclusion, written);
                other.ended(conclusion, written);
            }

            @Override
            public void failed() {
                first.failed();
                other.failed();
            }

            @Override
            public void skipped() {
                first.skipped();
                other.skipped();
            }
        };
    }

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
