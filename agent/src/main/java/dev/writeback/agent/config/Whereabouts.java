package dev.writeback.agent.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a running agent is to be asked.
 *
 * @param agentId the one that is expected there; empty when the file names none that it could have
 */
public record Whereabouts(Optional<String> agentId, Path stateDirectory, Endpoint endpoint) {
    /**
     * @param address on this machine
     * @param wantsToken also for what only asks
     */
    public record Endpoint(InetSocketAddress address, boolean wantsToken) {}
}
