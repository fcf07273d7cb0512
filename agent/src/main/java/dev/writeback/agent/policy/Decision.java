package dev.writeback.agent.policy;

import dev.writeback.protocol.message.Reason;

/** Whether a request may go on. */
public sealed interface Decision {
    /** It may. */
    record Permit() implements Decision {}

    /** It may not, and this is the reason that the ack gives. */
    record Deny(Reason reason) implements Decision {}
}
