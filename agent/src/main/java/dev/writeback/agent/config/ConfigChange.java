package dev.writeback.agent.config;

import java.util.List;

/**
 * How a configuration differs from the one that the agent runs with, by full keys.
 *
 * @param live what a running agent can follow
 * @param needingRestart what it cannot
 */
public record ConfigChange(List<String> live, List<String> needingRestart) {
    public ConfigChange {
        live = List.copyOf(live);
        needingRestart = List.copyOf(needingRestart);
    }
}
