package dev.writeback.protocol.envelope;

import dev.writeback.protocol.message.Ack;

/** What became of a package from the replies queue. */
public sealed interface AckOpening {

    /**
     * A valid answer to an open request.
     *
     * @param id the ack's own {@code jti}
     * @param agent the id of the agent that signed it
     */
    record Accepted(Ack ack, String id, String agent) implements AckOpening {}

    /** Not an answer to any open request; settle and count. */
    record Rejected(Rejection why) implements AckOpening {}
}
