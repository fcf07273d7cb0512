package dev.writeback.sandbox.bench;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Resets by the adapter on Samba AD, from the look-up to the answer, beside bare Modify operations on {@code unicodePwd}: the
 * limit. Both take turns in short rounds, so that a machine that is busy with other things slows both.
 */
public final class DirectoryBench {
    /** The seeded users that nothing is special about. */
    public static final int USERS = 20;

    private static final int ROUNDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SambaServer server;
    private final AtomicInteger number = new AtomicInteger();

    public DirectoryBench(SambaServer server) {
        this.server = server;
    }

    /**
     * What was measured.
     *
     * @param adapter resets by the adapter
     * @param bare the Modify alone, on a connection that is open
     */
    public record Result(int connections, Latencies adapter, Latencies bare) {
        /** The part of the limit that is reached. */
        public double ratio() {
            return adapter.perSecond() / bare.perSecond();
        }
    }

    /**
     * Warms up, then measures.
     *
     * @param connections 1 to {@link #USERS}, each with a user of its own
     * @param count writes of each kind, in all
     */
    public Result run(int connections, int count) throws InterruptedException, ExecutionException, LDAPException {
        int each = Math.max(1, count / connections / ROUNDS);
        List<Load.Call> adapter = new ArrayList<>();
        List<Load.Call> bare = new ArrayList<>();
        List<LDAPConnection> open = new ArrayList<>();
        try (Directory directory = ActiveDirectory.open(settings(connections))) {
            for (int i = 1; i <= connections; i++) {
                AccountRef user = new AccountRef.ByUserPrincipalName(String.format("u%02d@corp.example.test", i));
                adapter.add(() -> reset(directory, user));
                LDAPConnection connection = server.bind(
                        server.serviceAccountDn(), new String(server.serviceAccountPassword(), StandardCharsets.UTF_8));
                open.add(connection);
                String dn = dn(directory, user);
                bare.add(() -> connection.modify(
                        dn, new Modification(ModificationType.REPLACE, "unicodePwd", quoted(nextPassword()))));
            }
            Load.run(adapter, each);
            Load.run(bare, each);
            List<Latencies> ofAdapter = new ArrayList<>();
            List<Latencies> ofBare = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                // Who goes first is as often the one as the other.
                if (round % 2 == 0) {
                    ofAdapter.add(Load.run(adapter, each));
                    ofBare.add(Load.run(bare, each));
                } else {
                    ofBare.add(Load.run(bare, each));
                    ofAdapter.add(Load.run(adapter, each));
                }
            }
            return new Result(connections, Latencies.together(ofAdapter), Latencies.together(ofBare));
        } finally {
            open.forEach(LDAPConnection::close);
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

    private static Lookup.Found found(Directory directory, AccountRef user) {
        Lookup lookup = directory.find(user);
        if (lookup instanceof Lookup.Found found) {
            return found;
        }
        throw new IllegalStateException("a user was not found: " + lookup);
    }

    private static String dn(Directory directory, AccountRef user) {
        return found(directory, user).account().dn();
    }

    private void reset(Directory directory, AccountRef user) {
        try (Secret password = Secret.takeOwnershipOf(nextPassword().getBytes(StandardCharsets.UTF_8))) {
            DirectoryOutcome outcome =
                    directory.reset(found(directory, user).account(), password, new ResetOptions(false, false));
            if (!(outcome instanceof DirectoryOutcome.Applied)) {
                throw new IllegalStateException("a reset was not applied: " + outcome);
            }
        }
    }

    private String nextPassword() {
        return "Bench-Passw0rd-" + number.incrementAndGet();
    }

    private static byte[] quoted(String password) {
        return ('"' + password + '"').getBytes(StandardCharsets.UTF_16LE);
    }
}
