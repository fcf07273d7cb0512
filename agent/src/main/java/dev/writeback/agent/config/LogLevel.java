package dev.writeback.agent.config;

/** How much the agent's own packages say. Libraries stay at WARN whatever is chosen. */
public enum LogLevel {
    /** Failures that need a person. */
    ERROR,
    /** Also what went wrong and was handled. */
    WARN,
    /** Also one line per request. */
    INFO,
    /** Also the steps of a request. */
    DEBUG
}
