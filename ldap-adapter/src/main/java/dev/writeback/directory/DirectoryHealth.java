package dev.writeback.directory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A directory as last seen, without asking it anew.
 *
 * @param name its configured name
 * @param servers each configured server
 * @param clockOffset host clock minus directory clock; empty while no server has answered
 */
public record DirectoryHealth(String name, List<Server> servers, Optional<Duration> clockOffset) {
    public DirectoryHealth {
        servers = List.copyOf(servers);
    }

    /** Whether at least one server answers. */
    public boolean isReachable() {
        return servers.stream().anyMatch(Server::up);
    }

    /**
     * @param host host name and port as configured
     * @param up the last contact succeeded
     * @param detail what was last seen, for an operator
     */
    public record Server(String host, boolean up, String detail) {}
}
