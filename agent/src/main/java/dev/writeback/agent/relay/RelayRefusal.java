package dev.writeback.agent.relay;

/**
 * What a relay did not grant.
 *
 * @param detail what was seen, for an operator; never a secret
 */
public record RelayRefusal(Kind kind, String detail) {
    /** Whose fault it is. */
    public enum Kind {
        /** The access key, its name or its signature is wrong, or has ended. */
        KEY,
        /** The key is right, and lacks the right that is needed here. */
        RIGHT,
        /** There is no such queue. */
        QUEUE,
        /** The queue is there and switched off. */
        DISABLED,
        /** No answer came in time. */
        SILENCE,
        OTHER
    }
}
