package dev.writeback.sandbox.demo;

import java.util.List;

/**
 * How the demonstration went.
 *
 * @param steps in the order in which they ran
 * @param millis from the start of the servers to the last check
 */
public record DemoReport(List<StepResult> steps, long millis) {
    public DemoReport {
        steps = List.copyOf(steps);
    }

    public int passed() {
        return (int) steps.stream().filter(StepResult::passed).count();
    }

    public int failed() {
        return steps.size() - passed();
    }
}
