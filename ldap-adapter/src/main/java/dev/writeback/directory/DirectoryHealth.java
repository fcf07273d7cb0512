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
     * @param pool empty when it stands for servers that are not known yet
     */
    public record Server(String host, boolean up, String detail, Optional<Pool> pool) {}

    /**
     * The bound connections to a server.
     *
     * @param inUse lent out at this moment
     * @param idle at hand
     * @param most idle ones that are kept; more may be in use
     */
    public record Pool(int inUse, int idle, int most) {}
}
