package dev.writeback.agent.cli;

import dev.writeback.agent.config.ReadConfig;

/** Runs an agent in the foreground. The log is already set up. */
@FunctionalInterface
public interface AgentLauncher {
    /**
     * Returns when the agent has stopped.
     *
     * @param config what to start with; the agent reads its file again when it changes
     * @return the exit code
     * @throws CommandException when it could not start, with the exit code that says why
     */
    int run(ReadConfig config) throws CommandException;
}
