package dev.writeback.agent.pipeline;

import dev.writeback.protocol.envelope.Opening;

/** What follows the cloud's words that are no requests. Called by the relay's workers. */
public interface Directives {
    /**
     * Puts a word in force, or finds that it is not newer than what is. It is settled when this returns, and comes again
     * when this throws.
     */
    void apply(Opening.Directive word);

    /** An echo that one of our heartbeats asked for; false when it is not waited for. */
    boolean echoed(Opening.Echoed word);

    /** Switches of the cloud that are none. */
    void refused(Opening.SwitchesRefused word);
}
