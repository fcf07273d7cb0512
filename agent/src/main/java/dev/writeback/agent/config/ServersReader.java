package dev.writeback.agent.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Reads which servers a directory has. */
final class ServersReader {
    private static final String ONE_OF_BOTH = "either servers with a list of addresses, or domain with a DNS name";

    private final Section section;

    /**
     * @param section one of {@code directories}
     */
    ServersReader(Section section) {
        this.section = section;
    }

    Optional<ServerSettings> read() {
        Value servers = section.optional("servers");
        Value domainKey = section.optional("domain");
        Value siteKey = section.optional("site");
        Value nameServerKey = section.optional("nameServer");
        Optional<List<ServerAddress>> addresses = servers.texts(ServerAddress.ACCEPTED, false, ServerAddress::parse);
        Optional<String> domain = domainKey.text(ServerSettings.Discovered.DOMAIN);
        Optional<String> site = siteKey.text(ServerSettings.Discovered.SITE);
        Optional<InetAddress> nameServer = nameServerKey.text("an IP address, not a name", AgentConfigLoader::address);
        boolean primaryFirst = section.optional("primaryFirst").flag().orElse(false);
        if (servers.isThere() == domainKey.isThere()) {
            return servers.isThere()
                    ? domainKey.refuse("beside servers", ONE_OF_BOTH)
                    : section.missing("servers", ONE_OF_BOTH);
        }
        if (servers.isThere() && siteKey.isThere()) {
            return siteKey.refuse("beside servers", "the key domain with it: a site is looked up in DNS");
        }
        if (servers.isThere() && nameServerKey.isThere()) {
            return nameServerKey.refuse("beside servers", "the key domain with it: nothing else is looked up there");
        }
        return servers.isThere()
                ? addresses.map(found -> new ServerSettings.Listed(found, primaryFirst))
                : domain.map(found -> new ServerSettings.Discovered(found, site, primaryFirst, nameServer));
    }
}
