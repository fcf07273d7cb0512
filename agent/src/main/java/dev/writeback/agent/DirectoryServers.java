package dev.writeback.agent;

import dev.writeback.agent.config.ServerSettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerChoice;
import java.net.InetSocketAddress;

/** Says in the adapter's words which servers the configuration means. */
final class DirectoryServers {
    private static final int DNS = 53;

    private DirectoryServers() {}

    static ServerChoice of(ServerSettings settings) {
        if (settings instanceof ServerSettings.Discovered found) {
            return new ServerChoice.Discovered(
                    found.domain(),
                    found.site(),
                    found.primaryFirst(),
                    found.nameServer().map(address -> new InetSocketAddress(address, DNS)));
        }
        ServerSettings.Listed listed = (ServerSettings.Listed) settings;
        return new ServerChoice.Listed(
                listed.addresses().stream()
                        .map(server -> ServerAddress.parse(server.toString()))
                        .toList(),
                listed.primaryFirst());
    }
}
