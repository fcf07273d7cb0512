package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.directory.dns.NameServers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The servers of one directory in order of preference. The first that is not left alone is asked. One that failed is tried
 * again in the background while another answers, so that no request waits for it, and is taken again as soon as it answers.
 * The set may change while it runs: a server that is no longer named gets nothing new, but what was written there can still
 * be read there. Thread-safe.
 */
public final class LdapServers<F> implements AutoCloseable {
    /** So many of a large domain are kept under watch; the others are asked when all of these fail. */
    private static final int WATCHED = 8;

    private static final int MOST_RETIRED = 64;

    /**
     * @param addresses what the order was made from
     * @param retired no longer named, the latest last
     */
    private record Members<F>(List<ServerAddress> addresses, List<LdapServer<F>> order, List<LdapServer<F>> retired) {
        Stream<LdapServer<F>> all() {
            return Stream.concat(order.stream(), retired.stream());
        }
    }

    private final ServerSource source;
    private final Function<ServerAddress, LdapServer<F>> connector;
    private final Predicate<F> preferred;
    private final Executor background;
    private final Optional<Background> ownBackground;
    private final String subject;
    private volatile Members<F> members = new Members<>(List.of(), List.of(), List.of());
    private volatile Optional<String> nobodyKnown = Optional.empty();

    /** Exactly these servers, in order of preference. */
    public LdapServers(
            List<ServerAddress> addresses,
            ServerTrust trust,
            ServiceAccount account,
            ConnectionSettings settings,
            Greeting<F> greeting,
            Clock clock) {
        this(
                new ServerChoice.Listed(addresses, false),
                facts -> false,
                trust,
                account,
                settings,
                greeting,
                RandomGenerator.getDefault(),
                clock);
    }

    /**
     * @param primary whether these are the facts of the server that comes first, where the choice asks for that
     */
    public LdapServers(
            ServerChoice choice,
            Predicate<F> primary,
            ServerTrust trust,
            ServiceAccount account,
            ConnectionSettings settings,
            Greeting<F> greeting,
            RandomGenerator random,
            Clock clock) {
        Background threads = new Background();
        this.background = threads;
        this.ownBackground = Optional.of(threads);
        this.source = source(choice, random, clock, threads);
        this.subject = choice instanceof ServerChoice.Discovered found ? found.domain() : "servers";
        this.preferred = choice.primaryFirst() ? primary : facts -> false;
        this.connector = address ->
                new LdapServer<>(address, trust, account, settings, greeting, new ServerBackoff(clock, random));
        if (choice instanceof ServerChoice.Listed listed) {
            change(listed.addresses());
        }
    }

    /** For tests, which look at single steps. */
    LdapServers(
            ServerSource source,
            Function<ServerAddress, LdapServer<F>> connector,
            Predicate<F> preferred,
            Executor background) {
        this.source = source;
        this.connector = connector;
        this.preferred = preferred;
        this.background = background;
        this.ownBackground = Optional.empty();
        this.subject = "servers";
    }

    private static ServerSource source(ServerChoice choice, RandomGenerator random, Clock clock, Executor background) {
        if (choice instanceof ServerChoice.Discovered found) {
            return new DomainServers(found, NameServers.of(found.nameServer()), random, clock, background);
        }
        List<ServerAddress> addresses = ((ServerChoice.Listed) choice).addresses();
        return () -> addresses;
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
        List<LdapServer<F>> candidates = candidates();
        boolean anotherMayAnswer = candidates.stream().anyMatch(LdapServer::isClosed);
        List<String> seen = new ArrayList<>();
        for (LdapServer<F> server : candidates) {
            if (!server.isClosed() && !server.claimTrial()) {
                seen.add("left alone for a moment after: " + server.health().detail());
                continue;
            }
            if (!server.isClosed() && anotherMayAnswer) {
                background.execute(server::probe);
                seen.add("being tried again after: " + server.health().detail());
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

    private List<LdapServer<F>> candidates() throws ServerUnavailableException {
        List<LdapServer<F>> order = current().order();
        List<LdapServer<F>> first = order.stream()
                .filter(server -> server.facts().filter(preferred).isPresent())
                .toList();
        if (first.isEmpty()) {
            return order;
        }
        return Stream.concat(first.stream(), order.stream().filter(server -> !first.contains(server)))
                .toList();
    }

    private Members<F> current() throws ServerUnavailableException {
        List<ServerAddress> addresses;
        try {
            addresses = source.addresses();
        } catch (ServerUnavailableException e) {
            nobodyKnown = Optional.of(String.valueOf(e.getMessage()));
            throw e;
        }
        nobodyKnown = Optional.empty();
        Members<F> now = members;
        return now.addresses().equals(addresses) ? now : change(addresses);
    }

    /** Nothing in flight is touched: connections that are lent out are closed when they come back. */
    private synchronized Members<F> change(List<ServerAddress> addresses) {
        Members<F> before = members;
        List<LdapServer<F>> order = addresses.stream()
                .map(address -> before.all()
                        .filter(server -> server.address().equals(address))
                        .findFirst()
                        .orElseGet(() -> connector.apply(address)))
                .toList();
        List<LdapServer<F>> retired = new ArrayList<>(
                before.all().filter(server -> !order.contains(server)).toList());
        retired.forEach(LdapServer::rest);
        while (retired.size() > MOST_RETIRED) {
            retired.remove(0).close();
        }
        members = new Members<>(addresses, order, List.copyOf(retired));
        return members;
    }

    /**
     * The server of that name, as {@link ServerAddress#name()} says it, or else of that host; also one that is no longer
     * among the directory's servers, but was, or may have been before this process.
     */
    public Optional<LdapServer<F>> ofHost(String name) {
        Members<F> known;
        try {
            known = current();
        } catch (ServerUnavailableException e) {
            known = members;
        }
        Members<F> among = known;
        return among.all()
                .filter(server -> server.address().name().equals(name))
                .findFirst()
                .or(() -> among.all()
                        .filter(server -> server.address().host().equals(name))
                        .findFirst())
                .or(() -> source.recall(name).map(this::recalled));
    }

    private synchronized LdapServer<F> recalled(ServerAddress address) {
        Members<F> now = members;
        return now.all()
                .filter(server -> server.address().equals(address))
                .findFirst()
                .orElseGet(() -> {
                    LdapServer<F> server = connector.apply(address);
                    members = new Members<>(
                            now.addresses(),
                            now.order(),
                            Stream.concat(now.retired().stream(), Stream.of(server))
                                    .toList());
                    return server;
                });
    }

    /** Each server as last seen; of a large domain those that are watched, and those that were asked. */
    public List<DirectoryHealth.Server> health() {
        Members<F> now = members;
        if (now.order().isEmpty()) {
            return List.of(
                    new DirectoryHealth.Server(subject, false, nobodyKnown.orElse("not asked yet"), Optional.empty()));
        }
        return seen(now).map(LdapServer::health).toList();
    }

    private static <F> Stream<LdapServer<F>> seen(Members<F> members) {
        List<LdapServer<F>> watched = watched(members);
        return members.order().stream().filter(server -> watched.contains(server) || server.wasAsked());
    }

    /**
     * The names of the same servers without those that said themselves that they are of no use, such as read-only ones;
     * whether they answer at this moment or not.
     */
    public List<String> fit() {
        return seen(members)
                .filter(server -> !server.isUnfit())
                .map(server -> server.address().name())
                .toList();
    }

    /** The facts of the first server that has told some. */
    public Optional<F> facts() {
        return members.order().stream()
                .flatMap(server -> server.facts().stream())
                .findFirst();
    }

    /** Greets the watched servers anew; what is seen is in {@link #health()}. */
    public void probe() {
        try {
            Members<F> now = current();
            watched(now).forEach(LdapServer::probe);
            now.retired().forEach(LdapServer::rest);
        } catch (ServerUnavailableException e) {
            // Health says so.
            nobodyKnown = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static <F> List<LdapServer<F>> watched(Members<F> members) {
        return members.order().stream().limit(WATCHED).toList();
    }

    @Override
    public void close() {
        ownBackground.ifPresent(Background::close);
        members.all().forEach(LdapServer::close);
    }
}
