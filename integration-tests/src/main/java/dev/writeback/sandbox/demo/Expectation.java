package dev.writeback.sandbox.demo;

import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the cloud must see of one request.
 *
 * @param outcome empty when there must be no ack
 * @param violation one that the ack must list, beside others
 */
record Expectation(Optional<Outcome> outcome, Optional<Reason> reason, Optional<Violation> violation) {
    static Expectation of(Outcome outcome) {
        return new Expectation(Optional.of(outcome), Optional.empty(), Optional.empty());
    }

    static Expectation refused(Reason reason) {
        return new Expectation(Optional.of(Outcome.REFUSED), Optional.of(reason), Optional.empty());
    }

    static Expectation refused(Violation violation) {
        return new Expectation(
                Optional.of(Outcome.REFUSED), Optional.of(Reason.POLICY_VIOLATION), Optional.of(violation));
    }

    static Expectation noAck() {
        return new Expectation(Optional.empty(), Optional.empty(), Optional.empty());
    }

    boolean isMetBy(Optional<Ack> ack) {
        if (ack.isEmpty() || outcome.isEmpty()) {
            return ack.isEmpty() && outcome.isEmpty();
        }
        Ack seen = ack.get();
        return seen.outcome() == outcome.get()
                && seen.reason().equals(reason)
                && violation.map(seen.violations()::contains).orElse(true);
    }

    String text() {
        return text(outcome, reason, violation.map(List::of).orElse(List.of()));
    }

    /** The same words for what was expected and for what came. */
    static String text(Optional<Outcome> outcome, Optional<Reason> reason, List<Violation> violations) {
        if (outcome.isEmpty()) {
            return "no ack";
        }
        StringBuilder text = new StringBuilder(outcome.get().name());
        reason.ifPresent(why -> text.append(' ').append(why.wireName()));
        if (!violations.isEmpty()) {
            text.append(violations.stream()
                    .map(violation -> violation.name().toLowerCase(Locale.ROOT))
                    .toList());
        }
        return text.toString();
    }
}
