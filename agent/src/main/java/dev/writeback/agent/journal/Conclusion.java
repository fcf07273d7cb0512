package dev.writeback.agent.journal;

import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.PolicyRules;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Violation;
import java.util.List;
import java.util.Optional;

/**
 * What became of a request: the part of its ack that a redelivery gets again.
 *
 * @param server host name of the server that was written to
 */
public record Conclusion(
        Outcome outcome,
        Optional<Reason> reason,
        List<Violation> violations,
        Optional<PolicyRules> rules,
        Optional<String> server) {

    public Conclusion {
        violations = List.copyOf(violations);
    }

    /** An outcome that needs no reason. */
    public static Conclusion of(Outcome outcome) {
        return new Conclusion(outcome, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    /** An outcome with a reason. */
    public static Conclusion of(Outcome outcome, Reason reason) {
        return new Conclusion(outcome, Optional.of(reason), List.of(), Optional.empty(), Optional.empty());
    }

    /** A refusal. */
    public static Conclusion refused(Reason reason) {
        return of(Outcome.REFUSED, reason);
    }

    /** The same, at a server. */
    public Conclusion at(String host) {
        return new Conclusion(outcome, reason, violations, rules, Optional.of(host));
    }

    /** What a redelivery is told: applied has become already applied. */
    public Conclusion asRecorded() {
        return outcome == Outcome.OK ? new Conclusion(Outcome.OK_ALREADY, reason, violations, rules, server) : this;
    }
}
