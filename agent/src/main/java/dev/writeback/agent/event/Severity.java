package dev.writeback.agent.event;

import java.util.Locale;

/** How much an event matters to whoever is on call. */
public enum Severity {
    /** As it should be. */
    INFO,
    /** Somebody should look at it, not at once. */
    WARNING,
    /** Something that was asked for was not done, or cannot be done now. */
    ERROR;

    /** The name in the audit. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
