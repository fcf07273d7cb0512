package dev.writeback.agent.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what was opened, newest first. A failure is logged and skips nothing. Thread-safe; closing twice is allowed.
 */
public final class Shutdown implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private final Deque<Step> steps = new ArrayDeque<>();

    private record Step(String name, AutoCloseable action) {}

    /** Adds a step that runs before all that were added so far. */
    public synchronized void before(String name, AutoCloseable action) {
        steps.push(new Step(name, action));
    }

    @Override
    public synchronized void close() {
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.action().close();
                log.atDebug()
                        .setMessage("stopped")
                        .addKeyValue("step", step.name())
                        .log();
            } catch (Exception e) {
                log.atWarn()
                        .setMessage("a step of the shutdown failed")
                        .addKeyValue("step", step.name())
                        .setCause(e)
                        .log();
            }
        }
    }
}
