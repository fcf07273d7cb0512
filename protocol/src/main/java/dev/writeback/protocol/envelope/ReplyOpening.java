package dev.writeback.protocol.envelope;

import dev.writeback.protocol.message.Heartbeat;
import java.time.Instant;

/** What became of a package from the replies queue. */
public sealed interface ReplyOpening {

    /** A valid answer to an open request. */
    record Answer(AckOpening.Accepted ack) implements ReplyOpening {}

    /**
     * An agent's sign of life.
     *
     * @param agent the id of the agent that signed it
     * @param digest of its JWS, for the {@link dev.writeback.protocol.message.HeartbeatChain}
     * @param issuedAt {@code iat}
     */
    record Beat(Heartbeat heartbeat, String agent, String digest, Instant issuedAt) implements ReplyOpening {}

    /**
     * An agent announces its keys, proved to be its own. It is confirmed if its epoch supersedes that of the agent's last
     * announcement, and settled either way.
     *
     * @param agent the id of the agent that signed it
     */
    record Announced(KeyAnnouncement announcement, String agent) implements ReplyOpening {}

    /** Nothing that an agent may send; settle and count. */
    record Rejected(Rejection why) implements ReplyOpening {}
}
