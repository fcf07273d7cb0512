package dev.writeback.sandbox.cloud;

import dev.writeback.protocol.message.Ack;
import java.time.Duration;

/** What became of a request. */
public sealed interface Reply {
    /** From the start of sending until the ack was verified, or until it was given up. */
    Duration took();

    /**
     * A verified ack.
     *
     * @param id the ack's own {@code jti}
     * @param agent the agent that signed it
     */
    record Acknowledged(Ack ack, String id, String agent, Duration took) implements Reply {}

    /** No valid ack in time: it cannot be known what happened. */
    record Silence(Duration took) implements Reply {}
}
