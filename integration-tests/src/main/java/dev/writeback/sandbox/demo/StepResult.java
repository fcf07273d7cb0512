package dev.writeback.sandbox.demo;

import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one step went.
 *
 * @param expected what had to be observed, in words
 * @param outcome the name of the ack's outcome, or {@code no ack}
 * @param seen outcome, reason and violations in the words of {@code expected}
 * @param verified the directory, the log and the rest of the world agreed
 * @param passed as expected, and verified
 * @param millis from the start of the step until all was checked
 * @param complaints why it did not pass
 */
public record StepResult(
        String name,
        String operation,
        String expected,
        String outcome,
        Optional<String> reason,
        String seen,
        boolean verified,
        boolean passed,
        long millis,
        List<String> complaints) {
    public StepResult {
        complaints = List.copyOf(complaints);
    }

    static StepResult of(Step step, Observation observation, long millis) {
        Optional<Ack> ack = observation.ack();
        boolean asExpected = step.expected().isMetBy(ack);
        List<String> complaints = new ArrayList<>(observation.complaints());
        String seen = Expectation.text(
                ack.map(Ack::outcome),
                ack.flatMap(Ack::reason),
                ack.map(Ack::violations).orElse(List.of()));
        if (!asExpected) {
            complaints.add(0, "expected " + step.expected().text() + ", found " + seen);
        }
        return new StepResult(
                step.name(),
                step.operation(),
                step.expected().text(),
                ack.map(present -> present.outcome().name()).orElse("no ack"),
                ack.flatMap(Ack::reason).map(Reason::wireName),
                seen,
                observation.isVerified(),
                asExpected && observation.isVerified(),
                millis,
                complaints);
    }
}
