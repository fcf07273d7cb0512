package dev.writeback.agent.config;

import java.time.Duration;
import java.util.UUID;

/**
 * The section {@code canary}: an account of nobody whose password the agent changes every now and then.
 *
 * @param directory the name of the directory that it lives in
 * @param user its objectGUID, which no other account can ever get: a wrong one must not lose its password
 * @param interval whole minutes
 */
public record CanarySettings(String directory, UUID user, Duration interval) {
    static final TextForm USER = TextForm.of(
            "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
            "the account's objectGUID, as 8-4-4-4-12 hexadecimal digits; no name, which another account can get");
    static final IntRange MINUTES = new IntRange(5, 1440);
    static final int DEFAULT_MINUTES = 60;

    /**
     * @throws IllegalArgumentException when the interval is out of its range
     */
    public CanarySettings {
        MINUTES.require("canary.minutes", interval.toMinutes());
    }
}
