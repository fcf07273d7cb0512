package dev.writeback.sandbox.demo;

import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a step saw: the verified ack, and what the directory itself said.
 *
 * @param ack empty when none came
 * @param complaints the checks that did not hold, in words
 */
record Observation(Optional<Ack> ack, List<String> complaints) {
    Observation {
        complaints = List.copyOf(complaints);
    }

    static Observation of(Optional<Ack> ack) {
        return new Observation(ack, List.of());
    }

    /** A step that ended in an exception. */
    static Observation broken(Exception cause) {
        return new Observation(
                Optional.empty(),
                List.of("the step broke: " + cause.getClass().getSimpleName() + ": " + cause.getMessage()));
    }

    /** This observation and one more check. */
    Observation check(String mustHold, boolean holds) {
        if (holds) {
            return this;
        }
        List<String> more = new ArrayList<>(complaints);
        more.add("does not hold: " + mustHold);
        return new Observation(ack, more);
    }

    boolean outcomeIs(Outcome outcome) {
        return ack.map(seen -> seen.outcome() == outcome).orElse(false);
    }

    boolean isVerified() {
        return complaints.isEmpty();
    }
}
