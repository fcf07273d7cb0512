package dev.writeback.directory.ldap;

import dev.writeback.directory.dns.ServiceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which SRV records name the domain controllers of a domain (MS-ADTS 6.3.2.3), and what they say. */
record DomainRecords(ServerChoice.Discovered choice) {
    private static final int LDAP = 389;
    private static final int LDAPS = 636;

    /** What is asked for, the most wanted first. */
    List<String> services() {
        String domain = choice.domain();
        List<String> services = new ArrayList<>();
        if (choice.primaryFirst()) {
            services.add("_ldap._tcp.pdc._msdcs." + domain);
        }
        choice.site().ifPresent(site -> services.add("_ldap._tcp." + site + "._sites.dc._msdcs." + domain));
        services.add("_ldap._tcp.dc._msdcs." + domain);
        return services;
    }

    /** Where the controller's LDAPS is: the records name the port of plain LDAP. Empty when it is not of the domain. */
    Optional<ServerAddress> address(ServiceRecord record) {
        String host = record.host().toLowerCase(Locale.ROOT);
        if (!isOfDomain(host) || record.port() < 1) {
            return Optional.empty();
        }
        int port = record.port() == LDAP ? LDAPS : record.port();
        return Optional.of(new ServerAddress(ServerAddress.Transport.LDAPS, host, port));
    }

    boolean isOfDomain(String host) {
        return host.endsWith("." + choice.domain());
    }
}
