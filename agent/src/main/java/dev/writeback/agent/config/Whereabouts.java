package dev.writeback.agent.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Where a running agent is to be asked. */
public record Whereabouts(Path stateDirectory, Endpoint endpoint) {
    /**
     * @param address on this machine
     * @param wantsToken also for what only asks
     */
    public record Endpoint(InetSocketAddress address, boolean wantsToken) {}
}
