package dev.writeback.directory.inspection;

import java.util.List;
import java.util.Optional;

/**
 * How the servers of a directory were found.
 *
 * @param queries what DNS was asked, in order; none where the configuration names the servers
 * @param leftOut hosts that DNS names and that are not of the domain
 * @param servers in order of preference; empty when nobody was found
 */
public record Discovery(List<Query> queries, List<String> leftOut, List<Endpoint> servers) {
    public Discovery {
        queries = List.copyOf(queries);
        leftOut = List.copyOf(leftOut);
        servers = List.copyOf(servers);
    }

    /**
     * One question for SRV records (RFC 2782).
     *
     * @param service such as {@code _ldap._tcp.dc._msdcs.corp.example.test}
     * @param hosts that the answer names
     * @param failure why there is no answer; "no such name" is an answer
     */
    public record Query(String service, List<String> hosts, Optional<String> failure) {
        public Query {
            hosts = List.copyOf(hosts);
        }
    }
}
