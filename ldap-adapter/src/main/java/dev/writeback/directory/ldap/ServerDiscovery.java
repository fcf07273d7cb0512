package dev.writeback.directory.ldap;

import dev.writeback.directory.dns.NameServers;
import dev.writeback.directory.dns.NameServiceException;
import dev.writeback.directory.dns.ServiceLookup;
import dev.writeback.directory.dns.ServiceOrder;
import dev.writeback.directory.dns.ServiceRecord;
import dev.writeback.directory.inspection.Discovery;
import dev.writeback.directory.inspection.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Says which servers a choice leads to, and how DNS led there. */
public final class ServerDiscovery {
    private ServerDiscovery() {}

    /** Blocks while DNS is asked. */
    public static Discovery of(ServerChoice choice) {
        if (choice instanceof ServerChoice.Discovered domain) {
            return ofDomain(domain, NameServers.of(domain.nameServer()));
        }
        List<ServerAddress> listed = ((ServerChoice.Listed) choice).addresses();
        return new Discovery(
                List.of(),
                List.of(),
                listed.stream().map(ServerDiscovery::endpoint).toList());
    }

    private static Discovery ofDomain(ServerChoice.Discovered domain, ServiceLookup dns) {
        DomainRecords records = new DomainRecords(domain);
        ServiceOrder order = new ServiceOrder(RandomGenerator.getDefault());
        List<Discovery.Query> queries = new ArrayList<>();
        Set<String> leftOut = new LinkedHashSet<>();
        Set<Endpoint> servers = new LinkedHashSet<>();
        for (String service : records.services()) {
            try {
                List<ServiceRecord> found = order.of(dns.find(service).records());
                queries.add(new Discovery.Query(
                        service, found.stream().map(ServiceRecord::host).toList(), Optional.empty()));
                found.forEach(record -> records.address(record)
                        .map(ServerDiscovery::endpoint)
                        .ifPresentOrElse(servers::add, () -> leftOut.add(record.host())));
            } catch (NameServiceException e) {
                queries.add(new Discovery.Query(service, List.of(), Optional.of(String.valueOf(e.getMessage()))));
            }
        }
        return new Discovery(queries, List.copyOf(leftOut), List.copyOf(servers));
    }

    private static Endpoint endpoint(ServerAddress address) {
        return new Endpoint(address.host(), address.port(), address.transport() == ServerAddress.Transport.START_TLS);
    }

    /** Back again. */
    public static ServerAddress address(Endpoint endpoint) {
        ServerAddress.Transport transport =
                endpoint.startTls() ? ServerAddress.Transport.START_TLS : ServerAddress.Transport.LDAPS;
        return new ServerAddress(transport, endpoint.host(), endpoint.port());
    }
}
