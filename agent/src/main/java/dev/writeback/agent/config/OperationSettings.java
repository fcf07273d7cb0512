package dev.writeback.agent.config;

/**
 * The section {@code operations}: what the agent does at all.
 *
 * @param reset resets by the user
 * @param adminReset resets by an administrator
 * @param unlock off by default: it weakens the lockout that slows guessing
 */
public record OperationSettings(boolean reset, boolean change, boolean adminReset, boolean unlock, boolean validate) {
    /** What a file without this section means. */
    public static final OperationSettings DEFAULT = new OperationSettings(true, true, true, false, true);
}
