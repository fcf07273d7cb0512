package dev.writeback.sandbox.bench;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.directory.ldap.ServiceBind;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.samba.SambaServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Resets by the adapter on Samba AD, from the look-up to the answer, beside bare Modify operations on {@code unicodePwd}: the
 * limit. Between the two, the least that a reset can be that looks an account up and looks again before it writes: two bare
 * searches that show which account it is and in which groups, then the Modify. All take turns in short rounds, so that a
 * machine that is busy with other things slows all of them.
 */
public final class DirectoryBench {
    /** The seeded users that nothing is special about. */
    public static final int USERS = 20;

    private static final int CALLS_IN_A_ROUND = 8;
    /** A server may serve one connection better than another, so that none may be the same for the whole run. */
    private static final int ROUNDS_ON_THE_SAME_CONNECTIONS = 6;
    /** Without a write, which takes the server long: until all code that a reset runs is compiled. */
    private static final int WARM_UP = 2000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SambaServer server;
    private final RandomGenerator random;
    private final AtomicInteger number = new AtomicInteger();
    private boolean warm;

    /**
     * @param random the order of the turns
     */
    public DirectoryBench(SambaServer server, RandomGenerator random) {
        this.server = server;
        this.random = random;
    }

    /** What takes turns. */
    public enum Kind {
        /** Resets by the adapter. */
        ADAPTER,
        /** Two searches and the Modify, on a connection that is open. */
        SEARCHED,
        /** The Modify alone, on a connection that is open. */
        BARE
    }

    /**
     * What was measured of one kind.
     *
     * @param processorMillis of the server for one reset
     */
    public record Measured(Latencies latencies, double processorMillis) {}

    /**
     * What was measured.
     *
     * @param ofBare the part of the limit that the adapter reaches
     * @param ofSearched the part of what two searches leave of it
     */
    public record Result(int connections, Map<Kind, Measured> measured, Ratio ofBare, Ratio ofSearched) {
        /** The part of the limit that the server's processor time alone would allow. */
        public double ofBareByProcessorTime() {
            return of(measured, Kind.BARE).processorMillis()
                    / of(measured, Kind.ADAPTER).processorMillis();
        }
    }

    private static final class Rounds {
        private final List<Latencies> latencies = new ArrayList<>();
        private Duration processor = Duration.ZERO;

        Measured together() {
            Latencies all = Latencies.together(latencies);
            return new Measured(all, processor.toNanos() / 1e6 / all.count());
        }
    }

    /**
     * Warms up, then measures.
     *
     * @param connections 1 to {@link #USERS}, each with a user of its own
     * @param count writes of each kind, in all
     */
    public Result run(int connections, int count) throws InterruptedException, ExecutionException, LDAPException {
        Map<Kind, Rounds> rounds = new EnumMap<>(Kind.class);
        List<Kind> order = new ArrayList<>(List.of(Kind.values()));
        order.forEach(kind -> rounds.put(kind, new Rounds()));
        int calls = CALLS_IN_A_ROUND * connections;
        for (int left = Math.max(1, count / calls); left > 0; left -= ROUNDS_ON_THE_SAME_CONNECTIONS) {
            try (Lanes lanes = new Lanes(connections)) {
                if (!warm) {
                    lanes.warmUp();
                    warm = true;
                }
                for (Kind kind : order) {
                    Load.share(lanes.of(kind), calls);
                }
                for (int i = 0; i < Math.min(left, ROUNDS_ON_THE_SAME_CONNECTIONS); i++) {
                    Collections.shuffle(order, new Random(random.nextLong()));
                    for (Kind kind : order) {
                        Rounds own = of(rounds, kind);
                        Duration before = server.processorTime();
                        own.latencies.add(Load.share(lanes.of(kind), calls));
                        own.processor =
                                own.processor.plus(server.processorTime()).minus(before);
                    }
                }
            }
        }
        Map<Kind, Measured> measured = new EnumMap<>(Kind.class);
        rounds.forEach((kind, all) -> measured.put(kind, all.together()));
        return new Result(
                connections,
                measured,
                Ratio.of(of(rounds, Kind.ADAPTER).latencies, of(rounds, Kind.BARE).latencies, random),
                Ratio.of(of(rounds, Kind.ADAPTER).latencies, of(rounds, Kind.SEARCHED).latencies, random));
    }

    private static <T> T of(Map<Kind, T> all, Kind kind) {
        return Objects.requireNonNull(all.get(kind));
    }

    /** As many connections of the adapter's as others; each worker has a user of its own. */
    private final class Lanes implements AutoCloseable {
        private final Directory directory;
        private final List<LDAPConnection> open = new ArrayList<>();
        private final Map<Kind, List<Load.Call>> calls = new EnumMap<>(Kind.class);

        Lanes(int connections) throws LDAPException {
            directory = ActiveDirectory.open(settings(connections));
            for (Kind kind : Kind.values()) {
                calls.put(kind, new ArrayList<>());
            }
            for (int i = 1; i <= connections; i++) {
                AccountRef user = new AccountRef.ByUserPrincipalName(String.format("u%02d@corp.example.test", i));
                String dn = found(directory, user).dn();
                LDAPConnection connection = server.bind(
                        server.serviceAccountDn(), new String(server.serviceAccountPassword(), StandardCharsets.UTF_8));
                open.add(connection);
                DirectoryBench.of(calls, Kind.ADAPTER).add(() -> reset(directory, user));
                DirectoryBench.of(calls, Kind.SEARCHED).add(() -> {
                    search(connection, dn);
                    search(connection, dn);
                    modify(connection, dn);
                });
                DirectoryBench.of(calls, Kind.BARE).add(() -> modify(connection, dn));
            }
        }

        List<Load.Call> of(Kind kind) {
            return DirectoryBench.of(calls, kind);
        }

        void warmUp() throws LDAPException {
            AccountRef user = new AccountRef.ByUserPrincipalName("u01@corp.example.test");
            for (int i = 0; i < WARM_UP; i++) {
                Account account = found(directory, user);
                try (Secret password = Secret.takeOwnershipOf(nextPassword().getBytes(StandardCharsets.UTF_8))) {
                    directory.validate(account, password);
                }
                search(open.get(0), account.dn());
            }
        }

        @Override
        public void close() {
            open.forEach(LDAPConnection::close);
            directory.close();
        }
    }

    /** By its address, which its certificate holds too: no name has to resolve. */
    private ActiveDirectorySettings settings(int connections) {
        return new ActiveDirectorySettings(
                "corp",
                ServerChoice.of(new ServerAddress(
                        ServerAddress.Transport.LDAPS,
                        server.address().getAddress().getHostAddress(),
                        SambaServer.LDAPS)),
                server.baseDn(),
                Optional.of(server.caFile()),
                new ServiceBind.WithPassword(
                        server.serviceAccountDn(), () -> Secret.takeOwnershipOf(server.serviceAccountPassword())),
                PATIENCE,
                PATIENCE,
                connections,
                false,
                Clock.systemUTC());
    }

    private static Account found(Directory directory, AccountRef user) {
        Lookup lookup = directory.find(user);
        if (lookup instanceof Lookup.Found found) {
            return found.account();
        }
        throw new IllegalStateException("a user was not found: " + lookup);
    }

    private void reset(Directory directory, AccountRef user) {
        try (Secret password = Secret.takeOwnershipOf(nextPassword().getBytes(StandardCharsets.UTF_8))) {
            DirectoryOutcome outcome =
                    directory.reset(found(directory, user), password, new ResetOptions(false, false));
            if (!(outcome instanceof DirectoryOutcome.Applied)) {
                throw new IllegalStateException("a reset was not applied: " + outcome);
            }
        }
    }

    private static void search(LDAPConnection connection, String dn) throws LDAPException {
        connection.search(
                dn, SearchScope.BASE, Filter.createPresenceFilter("objectClass"), "objectGUID", "tokenGroups");
    }

    private void modify(LDAPConnection connection, String dn) throws LDAPException {
        connection.modify(dn, new Modification(ModificationType.REPLACE, "unicodePwd", quoted(nextPassword())));
    }

    private String nextPassword() {
        return "Bench-Passw0rd-" + number.incrementAndGet();
    }

    private static byte[] quoted(String password) {
        return ('"' + password + '"').getBytes(StandardCharsets.UTF_16LE);
    }
}
