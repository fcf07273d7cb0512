package dev.writeback.sandbox.desk;

import dev.writeback.protocol.message.Heartbeat;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether an agent is there: what a portal asks before it lets a user type a password.
 *
 * @param lastSeen {@code iat} of its newest heartbeat
 * @param heartbeat that one
 * @param missing how many heartbeats were lost, as far as is known
 */
public record Presence(
        String agent, State state, Optional<Instant> lastSeen, Optional<Heartbeat> heartbeat, long missing) {
    /** What a portal has to know. */
    public enum State {
        /** It serves. */
        PRESENT,
        /** It is heard, and does not serve: not ready, on stand-by or about to stop. */
        NOT_SERVING,
        /** It was not heard for too long, or never. */
        ABSENT,
        /** Two hosts speak as this agent: nothing is sealed to it until it was enrolled anew. */
        FORKED
    }
}
