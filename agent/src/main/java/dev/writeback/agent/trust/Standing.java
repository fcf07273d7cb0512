package dev.writeback.agent.trust;

import dev.writeback.agent.keys.AgentKeys;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Where one of the agent's keys is in its life.
 *
 * @param since when it came there; whole seconds
 */
record Standing(State state, Instant since) {
    /** The stations of a key's life, in order. */
    enum State {
        /** Made, and not yet confirmed by the cloud. It opens what comes, and signs nothing. */
        PENDING,
        /** The cloud has confirmed it. */
        CONFIRMED,
        /** A newer one was confirmed: it opens what was sealed to it before, for a while. */
        RETIRED,
        /** To be destroyed: nothing works with it any more. */
        ENDED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<State> of(String text) {
            for (State state : values()) {
                if (state.text().equals(text)) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether the key opens what comes: an old one for seven days after a newer one was confirmed (PWB/1, section 7). */
    boolean opens(Instant now) {
        return switch (state) {
            case PENDING, CONFIRMED -> true;
            case RETIRED -> now.isBefore(since.plus(AgentKeys.OVERLAP));
            case ENDED -> false;
        };
    }
}
