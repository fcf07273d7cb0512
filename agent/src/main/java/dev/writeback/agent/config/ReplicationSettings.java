package dev.writeback.agent.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * {@code verifyReplication}: look whether a password that was written has reached other servers of the directory.
 *
 * @param servers how many of them are enough; empty for all that are under watch
 * @param within whole seconds; what has not arrived then is late
 */
public record ReplicationSettings(OptionalInt servers, Duration within) {
    /** In place of a number. */
    static final String ALL = "all";

    /** Eight servers of a directory are under watch, the one that was written to among them. */
    static final IntRange SERVERS = new IntRange(1, 7);

    static final IntRange SECONDS = new IntRange(1, 3600);

    /**
     * @throws IllegalArgumentException when a value is out of its range
     */
    public ReplicationSettings {
        servers.ifPresent(number -> SERVERS.require("servers", number));
        SECONDS.require("seconds", within.toSeconds());
    }
}
