package dev.writeback.agent.config;

import java.nio.file.Path;

/**
 * The section {@code agent}.
 *
 * @param id the agent's name in acks and keys (PWB/1, section 7)
 * @param stateDirectory where the agent keeps its journal; created when it is missing
 * @param standby start connected and take nothing, until told otherwise
 * @param checkFileModes refuse files that others can read or change
 */
public record AgentSettings(
        String id, Path stateDirectory, LogLevel logLevel, boolean standby, boolean checkFileModes) {
    /** The form of an agent's id. */
    public static final TextForm ID = TextForm.of("[a-z0-9-]{1,63}", "1 to 63 of a-z, 0-9 and -");

    /**
     * @throws IllegalArgumentException when the id has another form
     */
    public AgentSettings {
        ID.require("agent.id", id);
    }
}
