package dev.writeback.it.agent;

import dev.writeback.sandbox.site.SiteSettings.Locks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Under which an agent works.
 *
 * @param locks how the relay locks a delivery
 * @param response how long the agent waits for the directory; whole seconds
 * @param state where the agent keeps its journal, as in its configuration
 * @param environment what the agent's process has beside this process's own
 */
record Conditions(Locks locks, Duration response, Path state, Map<String, String> environment) {
    static final Conditions USUAL =
            new Conditions(new Locks(Duration.ofSeconds(60), true), Duration.ofSeconds(10), Path.of("state"), Map.of());

    /** What was not settled comes back soon. */
    Conditions withShortLocks() {
        return new Conditions(new Locks(Duration.ofSeconds(10), true), Duration.ofSeconds(2), state, environment);
    }

    Conditions withState(Path folder) {
        return new Conditions(locks, response, folder, environment);
    }

    Conditions withEnvironment(Map<String, String> variables) {
        return new Conditions(locks, response, state, variables);
    }
}
