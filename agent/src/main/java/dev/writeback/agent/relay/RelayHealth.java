package dev.writeback.agent.relay;

import java.time.Instant;
import java.util.Optional;

/**
 * A relay connection as the transport itself has seen it: no SDK's word is taken for it.
 *
 * @param state whether messages can flow now
 * @param lastSuccess the last time the relay answered anything
 * @param inFlight deliveries being handled
 * @param detail what was last seen, for an operator; never a secret
 */
public record RelayHealth(State state, Optional<Instant> lastSuccess, int inFlight, String detail) {
    /** The states of a connection. */
    public enum State {
        /** Not connected yet. */
        CONNECTING,
        /** Messages can flow. */
        UP,
        /** The relay does not answer. */
        DOWN,
        /** Connected, and taking nothing by our own will. */
        PAUSED,
        /** Closed for good. */
        CLOSED
    }
}
