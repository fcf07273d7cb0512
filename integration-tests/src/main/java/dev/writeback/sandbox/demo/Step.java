package dev.writeback.sandbox.demo;

/**
 * One thing that the demonstration shows.
 *
 * @param name what a reader sees
 * @param operation the operation of the request, or {@code -}
 * @param expected what must be observed
 * @param act sends, waits and looks
 */
record Step(String name, String operation, Expectation expected, Act act) {
    /** What a step does. */
    interface Act {
        Observation perform() throws Exception;
    }

    /** Performs the step; a step that breaks has failed, and the next one still runs. */
    StepResult run() throws InterruptedException {
        long start = System.nanoTime();
        Observation seen;
        try {
            seen = act.perform();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            seen = Observation.broken(e);
        }
        return StepResult.of(this, seen, (System.nanoTime() - start) / 1_000_000);
    }
}
