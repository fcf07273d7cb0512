package dev.writeback.agent.doctor;

import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.directory.inspection.DirectoryInspector;
import java.time.Clock;

/** Makes what looks at a configured directory. */
@FunctionalInterface
public interface Inspectors {
    /**
     * Prepares and connects nothing.
     *
     * @throws IllegalArgumentException when something in the settings cannot be used; the message says what
     */
    DirectoryInspector of(DirectorySettings settings, Clock clock);
}
