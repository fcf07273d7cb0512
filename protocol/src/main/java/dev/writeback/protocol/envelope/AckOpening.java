package dev.writeback.protocol.envelope;

import dev.writeback.protocol.message.Ack;
import java.util.Optional;

/** What became of a package from the replies queue. */
public sealed interface AckOpening {

    /**
     * A valid answer to an open request.
     *
     * @param id the ack's own {@code jti}
     * @param agent the id of the agent that signed it
     * @param policy {@code pol}: the digest of that agent's local policy, to be compared and nothing else
     */
    record Accepted(Ack ack, String id, String agent, Optional<String> policy) implements AckOpening {}

    /** Not an answer to any open request; settle and count. */
    record Rejected(Rejection why) implements AckOpening {}
}
