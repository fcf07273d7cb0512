package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfig;

/** Runs an agent in the foreground. The log is already set up. */
@FunctionalInterface
public interface AgentLauncher {
    /**
     * Returns when the agent has stopped.
     *
     * @return the exit code
     * @throws CommandException when it could not start, with the exit code that says why
     */
    int run(AgentConfig config) throws CommandException;
}
