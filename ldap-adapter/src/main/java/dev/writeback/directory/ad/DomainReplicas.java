package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.Replicas;
import dev.writeback.directory.ldap.LdapServer;
import dev.writeback.directory.ldap.LdapServers;
import dev.writeback.directory.ldap.Lease;
import dev.writeback.directory.ldap.ServerUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The domain controllers of one domain, asked for the replication metadata of {@code unicodePwd}. */
record DomainReplicas(LdapServers<ServerFacts> servers) implements Replicas {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Filter ANY = Filter.createPresenceFilter("objectClass");

    @Override
    public List<String> beside(String server) {
        return servers.fit().stream().filter(name -> !name.equals(server)).toList();
    }

    @Override
    public Optional<PasswordStamp> stampOn(String server, UUID account) {
        Optional<LdapServer<ServerFacts>> asked = servers.ofHost(server);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        try {
            return asked.get().glance((lease, facts) -> read(lease, account));
        } catch (ServerUnavailableException | LDAPException e) {
            // Asked again later, by whoever wants to know.
            return Optional.empty();
        }
    }

    private static Optional<PasswordStamp> read(Lease lease, UUID account) throws LDAPException {
        SearchRequest request = new SearchRequest(
                Guid.asName(account), SearchScope.BASE, ANY, ReplicationStamp.BINARY, ReplicationStamp.XML);
        request.setResponseTimeoutMillis(PATIENCE.toMillis());
        SearchResultEntry found = lease.connection().searchForEntry(request);
        return found == null ? Optional.empty() : ReplicationStamp.of(found);
    }
}
