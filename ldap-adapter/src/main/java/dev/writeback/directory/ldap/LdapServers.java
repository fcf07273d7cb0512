package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.DirectoryHealth;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The servers of one directory in order of preference. The first that may be tried is asked; so the preferred one is
 * taken again as soon as its back-off has passed and it answers. Thread-safe.
 */
public final class LdapServers<F> implements AutoCloseable {
    private final List<LdapServer<F>> servers;

    public LdapServers(
            List<ServerAddress> addresses,
            ServerTrust trust,
            ServiceAccount account,
            ConnectionSettings settings,
            Greeting<F> greeting,
            Clock clock) {
        this.servers = addresses.stream()
                .map(address -> new LdapServer<>(address, trust, account, settings, greeting, clock))
                .toList();
    }

    /** A question to one server. */
    @FunctionalInterface
    public interface Question<F, T> {
        T ask(LdapServer<F> server) throws ServerUnavailableException, LDAPException;
    }

    /**
     * Asks the first server that answers. Only for what may be asked twice: a server that fails in the middle is
     * followed by the next.
     *
     * @throws ServerUnavailableException when none answers; the message has what was seen of each
     */
    public <T> T askFirst(Question<F, T> question) throws ServerUnavailableException, LDAPException {
        List<String> seen = new ArrayList<>();
        for (LdapServer<F> server : servers) {
            if (!server.mayTry()) {
                seen.add("left alone for a moment after: " + server.health().detail());
                continue;
            }
            try {
                return question.ask(server);
            } catch (ServerUnavailableException e) {
                seen.add(e.getMessage());
            }
        }
        throw new ServerUnavailableException(String.join("; ", seen));
    }

    /** The configured server of that host name. */
    public Optional<LdapServer<F>> ofHost(String host) {
        return servers.stream()
                .filter(server -> server.address().host().equals(host))
                .findFirst();
    }

    /** Each server as last seen. */
    public List<DirectoryHealth.Server> health() {
        return servers.stream().map(LdapServer::health).toList();
    }

    /** The facts of the first server that has told some. */
    public Optional<F> facts() {
        return servers.stream().flatMap(server -> server.facts().stream()).findFirst();
    }

    /** Greets every server anew; what is seen is in {@link #health()}. */
    public void probe() {
        servers.forEach(LdapServer::probe);
    }

    @Override
    public void close() {
        servers.forEach(LdapServer::close);
    }
}
