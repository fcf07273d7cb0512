package dev.writeback.directory.ldap;

import dev.writeback.directory.dns.NameServiceException;
import dev.writeback.directory.dns.ServiceAnswer;
import dev.writeback.directory.dns.ServiceLookup;
import dev.writeback.directory.dns.ServiceOrder;
import dev.writeback.directory.dns.ServiceRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The domain controllers of a domain as DNS names them: the primary first if wanted, then the site's, then all others, each
 * group in the order of RFC 2782. An answer holds as long as its records do, 1 to 15 minutes, and is then renewed in the
 * background; when that fails, or finds nobody, the last known servers stay. Thread-safe.
 */
final class DomainServers implements ServerSource {
    private static final Logger log = LoggerFactory.getLogger(DomainServers.class);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    /** How long nobody asks again after a first look-up that failed. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private record Found(Set<ServerAddress> addresses, Duration timeToLive) {}

    private final ServerChoice.Discovered choice;
    private final DomainRecords records;
    private final ServiceLookup dns;
    private final ServiceOrder order;
    private final Clock clock;
    private final Executor background;
    private volatile List<ServerAddress> known = List.of();
    /** Guarded by this, as {@link #failure}. */
    private Instant nextLookup = Instant.MIN;

    private @Nullable ServerUnavailableException failure;

    /**
     * @param background renews what has grown old
     */
    DomainServers(
            ServerChoice.Discovered choice,
            ServiceLookup dns,
            RandomGenerator random,
            Clock clock,
            Executor background) {
        this.choice = choice;
        this.records = new DomainRecords(choice);
        this.dns = dns;
        this.order = new ServiceOrder(random);
        this.clock = clock;
        this.background = background;
    }

    @Override
    public List<ServerAddress> addresses() throws ServerUnavailableException {
        List<ServerAddress> seen = known;
        if (seen.isEmpty()) {
            return first();
        }
        if (claimRenewal()) {
            background.execute(this::renew);
        }
        return known;
    }

    /** Any server of the domain: an earlier process may have written to one that DNS no longer names. */
    @Override
    public Optional<ServerAddress> recall(String name) {
        try {
            return Optional.of(ServerAddress.parse("ldaps://" + name))
                    .filter(address -> records.isOfDomain(address.host()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private synchronized List<ServerAddress> first() throws ServerUnavailableException {
        if (!known.isEmpty()) {
            return known;
        }
        ServerUnavailableException last = failure;
        if (last != null && clock.instant().isBefore(nextLookup)) {
            throw new ServerUnavailableException(String.valueOf(last.getMessage()), last);
        }
        try {
            become(lookUp());
            return known;
        } catch (ServerUnavailableException e) {
            failure = e;
            nextLookup = clock.instant().plus(PAUSE);
            throw e;
        }
    }

    private synchronized boolean claimRenewal() {
        if (clock.instant().isBefore(nextLookup)) {
            return false;
        }
        nextLookup = clock.instant().plus(SHORTEST);
        return true;
    }

    private void renew() {
        try {
            Found found = lookUp();
            synchronized (this) {
                become(found);
            }
        } catch (ServerUnavailableException e) {
            log.atWarn()
                    .setMessage("DNS names no domain controllers; those known stay in use")
                    .addKeyValue("domain", choice.domain())
                    .addKeyValue("cause", e.getMessage())
                    .log();
        }
    }

    private void become(Found found) {
        List<ServerAddress> before = known;
        List<ServerAddress> now = List.copyOf(found.addresses());
        nextLookup = clock.instant().plus(bounded(found.timeToLive()));
        failure = null;
        if (before.equals(now)) {
            return;
        }
        known = now;
        if (!Set.copyOf(before).equals(Set.copyOf(now))) {
            log.atInfo()
                    .setMessage("domain controllers found")
                    .addKeyValue("domain", choice.domain())
                    .addKeyValue("servers", now)
                    .log();
        }
    }

    private static Duration bounded(Duration timeToLive) {
        Duration atLeast = timeToLive.compareTo(SHORTEST) < 0 ? SHORTEST : timeToLive;
        return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
    }

    private Found lookUp() throws ServerUnavailableException {
        Set<ServerAddress> addresses = new LinkedHashSet<>();
        Set<String> leftOut = new LinkedHashSet<>();
        Duration timeToLive = LONGEST;
        for (String service : records.services()) {
            ServiceAnswer answer = ask(service);
            for (ServiceRecord record : order.of(answer.records())) {
                records.address(record).ifPresentOrElse(addresses::add, () -> leftOut.add(record.host()));
            }
            if (!answer.records().isEmpty() && answer.timeToLive().compareTo(timeToLive) < 0) {
                timeToLive = answer.timeToLive();
            }
        }
        if (!leftOut.isEmpty()) {
            log.atWarn()
                    .setMessage("DNS names servers outside of the domain; they are left out")
                    .addKeyValue("domain", choice.domain())
                    .addKeyValue("servers", leftOut)
                    .log();
        }
        if (addresses.isEmpty()) {
            throw new ServerUnavailableException("DNS names no domain controller of " + choice.domain() + " (asked for "
                    + String.join(", ", records.services()) + ")"
                    + (leftOut.isEmpty() ? "" : "; left out, as they are not in the domain: " + leftOut));
        }
        return new Found(addresses, timeToLive);
    }

    private ServiceAnswer ask(String service) throws ServerUnavailableException {
        try {
            return dns.find(service);
        } catch (NameServiceException e) {
            throw new ServerUnavailableException(
                    "the domain controllers of " + choice.domain() + " cannot be found: " + e.getMessage(), e);
        }
    }
}
