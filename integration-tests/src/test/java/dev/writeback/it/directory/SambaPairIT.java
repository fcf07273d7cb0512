package dev.writeback.it.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.lifecycle.SteadyClock;
import dev.writeback.agent.metrics.AgentMetrics;
import dev.writeback.agent.replication.ReplicationGoal;
import dev.writeback.agent.replication.ReplicationWatch;
import dev.writeback.agent.replication.WatchedDirectory;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.samba.SambaPair;
import dev.writeback.sandbox.samba.SambaPresence;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two domain controllers that replicate when they are told to: what one has written, the other does not know yet. */
@HeldOn("Samba AD, a pair")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SambaPairIT {
    private static final ResetOptions PLAIN = new ResetOptions(false, false);
    private static final String NEW = "Pa1r-Passw0rd!";
    private static final String NEWER = "Pa1r-Passw0rd-2!";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private final List<String> addresses = SambaPresence.freeAddresses("127.0.78.", 2);
    private SambaPair pair;
    private Directory port;

    @BeforeAll
    void start() {
        pair = SambaPair.start(Path.of("target", "samba-ad-pair"), addresses.get(0), addresses.get(1));
        port = ActiveDirectory.open(settings(addresses.get(0), addresses.get(1)));
    }

    @AfterAll
    void stop() {
        if (port != null) {
            port.close();
        }
        if (pair != null) {
            pair.close();
        }
    }

    @Test
    @Order(1)
    void judgesAWriteOnTheServerThatMadeItAndNotOnOneThatHasNotHeardOfIt() {
        Account before = find(port, "u01");
        assertThat(before.server()).isEqualTo(addresses.get(0));

        assertThat(reset(port, before, NEW)).isInstanceOf(DirectoryOutcome.Applied.class);

        Account written = found(port.findOn(before.server(), before.guid()));
        Account elsewhere = found(port.findOn(addresses.get(1), before.guid()));
        assertThat(version(written)).isEqualTo(version(before) + 1);
        assertThat(version(elsewhere)).as("not replicated yet").isEqualTo(version(before));
        assertThat(proof(port, written, NEW)).isEqualTo(PasswordProof.RIGHT);
        assertThat(proof(port, elsewhere, NEW)).isEqualTo(PasswordProof.WRONG);
    }

    @Test
    @Order(2)
    void seesTheSameStampAndOriginOnTheOtherServerAfterReplication() {
        Account written = find(port, "u01");

        pair.replicate();

        Account elsewhere = found(port.findOn(addresses.get(1), written.guid()));
        assertThat(elsewhere.password()).isEqualTo(written.password());
        assertThat(elsewhere.password().flatMap(PasswordStamp::origin)).isEqualTo(written.invocation());
        assertThat(elsewhere.invocation()).isNotEqualTo(written.invocation());
        assertThat(proof(port, elsewhere, NEW)).isEqualTo(PasswordProof.RIGHT);
    }

    @Test
    @Order(3)
    void countsTheOtherServerAndTheLagWhenReplicationBringsThePassword() {
        AgentMetrics metrics = new AgentMetrics();
        try (Directory watched = watched(metrics, Duration.ofMinutes(2))) {
            watched.probe();
            Account account = find(watched, "u04");
            assertThat(reset(watched, account, NEW)).isInstanceOf(DirectoryOutcome.Applied.class);
            long written = System.nanoTime();
            assertThat(version(found(port.findOn(addresses.get(1), account.guid()))))
                    .as("not replicated yet")
                    .isEqualTo(version(account));
            assertThat(metrics.scrape()).contains(underWay(1), verifications("reached", 0), lags(0));

            long before = System.nanoTime();
            pair.replicate();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(metrics.scrape()).contains(verifications("reached", 1)));
            String page = metrics.scrape();
            assertThat(page).contains(underWay(0), lags(1), verifications("overdue", 0));
            assertThat(page).contains("writeback_replication_servers_sum{directory=\"corp\"} 1.0");
            double lag = number(page, "writeback_replication_lag_seconds_sum{directory=\"corp\"} ");
            System.out.printf(
                    Locale.ROOT,
                    "replication triggered %.2f s after the write: seen on the other server after %.2f s%n",
                    (before - written) / 1e9,
                    lag);
            assertThat(lag).isGreaterThan((before - written) / 1e9);
        }
    }

    @Test
    @Order(4)
    void saysThatAPasswordIsLateAndLeavesTheHealthOfTheServersAlone() {
        AgentMetrics metrics = new AgentMetrics();
        try (Directory watched = watched(metrics, Duration.ofSeconds(1))) {
            watched.probe();
            DirectoryHealth before = watched.health();
            assertThat(reset(watched, find(watched, "u05"), NEW)).isInstanceOf(DirectoryOutcome.Applied.class);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(metrics.scrape()).contains(verifications("overdue", 1)));

            assertThat(metrics.scrape()).contains(underWay(0), lags(0), verifications("reached", 0));
            assertThat(metrics.scrape()).contains("writeback_replication_servers_sum{directory=\"corp\"} 0.0");
            assertThat(watched.health().servers()).isEqualTo(before.servers());
            assertThat(reset(watched, find(watched, "u05"), NEWER)).isInstanceOf(DirectoryOutcome.Applied.class);
        }
    }

    private Directory watched(AgentMetrics metrics, Duration within) {
        ActiveDirectory domain = ActiveDirectory.open(settings(addresses.get(0), addresses.get(1)));
        ReplicationWatch watch = new ReplicationWatch(
                "corp",
                domain.replicas(),
                new ReplicationGoal(OptionalInt.empty(), within),
                metrics.replicationOf("corp"),
                SteadyClock.startingAt(Clock.systemUTC()));
        metrics.watch("corp", watch);
        return WatchedDirectory.start("corp", domain, watch);
    }

    private static String verifications(String result, int number) {
        return "writeback_replication_verifications_total{directory=\"corp\",result=\"" + result + "\"} " + number
                + ".0";
    }

    private static String lags(int number) {
        return "writeback_replication_lag_seconds_count{directory=\"corp\"} " + number;
    }

    private static String underWay(int number) {
        return "writeback_replication_under_way{directory=\"corp\"} " + number + ".0";
    }

    private static double number(String page, String series) {
        int at = page.indexOf(series) + series.length();
        return Double.parseDouble(page.substring(at, page.indexOf('\n', at)));
    }

    @Test
    @Order(5)
    void goesOnWithTheOtherServerAndDoesNotJudgeThereWhatTheLostOneHadWritten() {
        Account lost = find(port, "u02");
        assertThat(reset(port, lost, NEW)).isInstanceOf(DirectoryOutcome.Applied.class);

        pair.killFirst();

        assertThat(port.findOn(lost.server(), lost.guid())).isInstanceOf(Lookup.Unavailable.class);
        Account now = find(port, "u03");
        assertThat(now.server()).isEqualTo(addresses.get(1));
        assertThat(reset(port, now, NEWER)).isInstanceOf(DirectoryOutcome.Applied.class);
        assertThat(found(port.findOn(now.server(), now.guid())).password().flatMap(PasswordStamp::origin))
                .isEqualTo(now.invocation());
    }

    private ActiveDirectorySettings settings(String... hosts) {
        ActiveDirectorySettings single = new SambaTestDirectory(SAMBA.server()).settings();
        ActiveDirectorySettings trusting = new Settings(single).with(pair.caFile());
        ServerAddress[] servers = List.of(hosts).stream()
                .map(host -> new ServerAddress(ServerAddress.Transport.LDAPS, host, 636))
                .toArray(ServerAddress[]::new);
        return new Settings(trusting).with(servers);
    }

    private static Account find(Directory port, String name) {
        return found(port.find(new AccountRef.ByUserPrincipalName(name + "@corp.example.test")));
    }

    private static Account found(Lookup lookup) {
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).account();
    }

    private static long version(Account account) {
        return account.password().flatMap(PasswordStamp::version).orElseThrow();
    }

    private static DirectoryOutcome reset(Directory port, Account account, String password) {
        try (Secret secret = secret(password)) {
            return port.reset(account, secret, PLAIN);
        }
    }

    private static PasswordProof proof(Directory port, Account account, String password) {
        try (Secret secret = secret(password)) {
            return port.prove(account, secret);
        }
    }

    private static Secret secret(String password) {
        return Secret.takeOwnershipOf(password.getBytes(UTF_8));
    }
}
