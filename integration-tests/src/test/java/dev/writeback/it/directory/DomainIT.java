package dev.writeback.it.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.directory.ldap.ServiceBind;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import dev.writeback.sandbox.directory.EmbeddedDirectorySettings.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Three domain controllers of a domain that a name server tells of: the primary, a writable and a read-only one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DomainIT {
    private static final String DOMAIN = "corp.example.test";
    private static final String ALL = "_ldap._tcp.dc._msdcs." + DOMAIN;
    private static final String BRANCH = "_ldap._tcp.Branch._sites.dc._msdcs." + DOMAIN;
    private static final String PDC = "_ldap._tcp.pdc._msdcs." + DOMAIN;
    private static final AccountRef USER = new AccountRef.ByUserPrincipalName("u07@corp.example.test");

    private final AtomicInteger number = new AtomicInteger();
    private EmbeddedDirectory primary;
    private EmbeddedDirectory writable;
    private EmbeddedDirectory readOnly;
    private NameServer dns;
    private Path caFile;

    /** The host's clock, that a test can put forward. */
    private static final class MovedClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return Clock.systemUTC().getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final MovedClock clock = new MovedClock();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        primary = EmbeddedDirectory.start(EmbeddedDirectorySettings.defaults().withHostName("e1." + DOMAIN));
        writable = EmbeddedDirectory.start(EmbeddedDirectorySettings.defaults()
                .withHostName("e2." + DOMAIN)
                .withRole(Role.WRITABLE));
        readOnly = EmbeddedDirectory.start(EmbeddedDirectorySettings.defaults()
                .withHostName("e3." + DOMAIN)
                .withRole(Role.READ_ONLY));
        caFile = Files.writeString(folder.resolve("ca.pem"), primary.caPem() + writable.caPem() + readOnly.caPem());
        dns = new NameServer();
    }

    @AfterAll
    void stop() {
        for (AutoCloseable one : List.of(primary, writable, readOnly, dns)) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeEach
    void nobodyIsNamed() {
        for (String service : List.of(ALL, BRANCH, PDC)) {
            dns.name(service);
        }
        clock.ahead = Duration.ZERO;
    }

    private static NameServer.Target at(int priority, String host, EmbeddedDirectory directory) {
        return new NameServer.Target(priority, host + "." + DOMAIN, directory.port());
    }

    private Directory open(ServerChoice servers) {
        return ActiveDirectory.open(new ActiveDirectorySettings(
                "corp",
                servers,
                primary.baseDn(),
                Optional.of(caFile),
                new ServiceBind.WithPassword(
                        primary.serviceAccountDn(), () -> Secret.takeOwnershipOf(primary.serviceAccountPassword())),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                4,
                false,
                clock));
    }

    private ServerChoice discovered(Optional<String> site, boolean primaryFirst) {
        return new ServerChoice.Discovered(DOMAIN, site, primaryFirst, Optional.of(dns.address()));
    }

    private static Account found(Directory directory) {
        Lookup lookup = directory.find(USER);
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).account();
    }

    private DirectoryOutcome reset(Directory directory, Account account) {
        String text = "D0main-Passw0rd-" + number.incrementAndGet();
        try (Secret password = Secret.takeOwnershipOf(text.getBytes(UTF_8))) {
            return directory.reset(account, password, new ResetOptions(false, false));
        }
    }

    @Test
    void writesToTheServerThatDnsPrefers() {
        dns.name(ALL, at(10, "e1", primary), at(0, "e2", writable));
        try (Directory directory = open(discovered(Optional.empty(), false))) {
            Account account = found(directory);

            assertThat(account.server()).isEqualTo("e2." + DOMAIN + ":" + writable.port());
            DirectoryOutcome outcome = reset(directory, account);
            assertThat(outcome).isEqualTo(new DirectoryOutcome.Applied("e2." + DOMAIN));
        }
    }

    @Test
    void primaryComesFirstWhereItIsWanted() {
        dns.name(ALL, at(10, "e1", primary), at(0, "e2", writable));
        dns.name(PDC, at(0, "e1", primary));
        try (Directory directory = open(discovered(Optional.empty(), true))) {
            assertThat(found(directory).serverHost()).isEqualTo("e1." + DOMAIN);
        }
    }

    @Test
    void primaryOfAListComesFirstOnceItHasSaidSo() {
        ServerAddress first = new ServerAddress(ServerAddress.Transport.LDAPS, "e2." + DOMAIN, writable.port());
        ServerAddress second = new ServerAddress(ServerAddress.Transport.LDAPS, "e1." + DOMAIN, primary.port());
        try (Directory directory = open(new ServerChoice.Listed(List.of(first, second), true));
                Directory indifferent = open(new ServerChoice.Listed(List.of(first, second), false))) {
            directory.probe();
            indifferent.probe();

            assertThat(found(directory).serverHost()).isEqualTo("e1." + DOMAIN);
            assertThat(found(indifferent).serverHost()).isEqualTo("e2." + DOMAIN);
        }
    }

    @Test
    void neverWritesToAReadOnlyControllerAndSaysWhyItIsLeftOut() {
        dns.name(ALL, at(0, "e2", writable));
        dns.name(BRANCH, at(0, "e3", readOnly));
        try (Directory directory = open(discovered(Optional.of("Branch"), false))) {
            for (int i = 0; i < 3; i++) {
                Account account = found(directory);
                assertThat(account.serverHost()).isEqualTo("e2." + DOMAIN);
                assertThat(reset(directory, account)).isInstanceOf(DirectoryOutcome.Applied.class);
            }
            directory.probe();

            assertThat(directory.health().isReachable()).isTrue();
            DirectoryHealth.Server left = directory.health().servers().get(0);
            assertThat(left.host()).startsWith("e3." + DOMAIN);
            assertThat(left.up()).isFalse();
            assertThat(left.detail()).contains("read-only domain controller");
        }
    }

    @Test
    void domainOfReadOnlyControllersAloneIsUnavailable() {
        dns.name(ALL, at(0, "e3", readOnly));
        try (Directory directory = open(discovered(Optional.empty(), false))) {
            Lookup lookup = directory.find(USER);

            assertThat(lookup).isInstanceOf(Lookup.Unavailable.class);
            assertThat(((Lookup.Unavailable) lookup).cause()).contains("read-only domain controller");
        }
    }

    @Test
    void saysWhatDnsWasAskedWhenItNamesNobody() {
        try (Directory directory = open(discovered(Optional.of("Branch"), false))) {
            Lookup lookup = directory.find(USER);

            assertThat(lookup).isInstanceOf(Lookup.Unavailable.class);
            assertThat(((Lookup.Unavailable) lookup).cause())
                    .contains("DNS names no domain controller of corp.example.test", BRANCH, ALL);
            assertThat(directory.health().isReachable()).isFalse();
            assertThat(directory.health().servers().get(0).detail()).contains("DNS names no domain controller");
        }
    }

    /** A write and its recovery read stay on the same server, also when DNS has forgotten it meanwhile. */
    @Test
    void followsDnsWithoutCuttingWhatIsInFlight() throws Exception {
        dns.name(ALL, at(0, "e1", primary));
        try (Directory directory = open(discovered(Optional.empty(), false))) {
            Account before = found(directory);
            assertThat(before.serverHost()).isEqualTo("e1." + DOMAIN);
            AtomicBoolean enough = new AtomicBoolean();
            AtomicReference<String> trouble = new AtomicReference<>("");
            AtomicInteger applied = new AtomicInteger();
            Thread traffic = new Thread(() -> {
                while (!enough.get()) {
                    DirectoryOutcome outcome = reset(directory, found(directory));
                    if (outcome instanceof DirectoryOutcome.Applied) {
                        applied.incrementAndGet();
                    } else {
                        trouble.set(outcome.toString());
                    }
                }
            });
            traffic.start();

            dns.name(ALL, at(0, "e2", writable));
            clock.ahead = Duration.ofMinutes(11);

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(found(directory).serverHost()).isEqualTo("e2." + DOMAIN));
            int then = applied.get();
            await().untilAsserted(() -> assertThat(applied.get()).isGreaterThan(then + 20));
            enough.set(true);
            traffic.join();
            assertThat(trouble).hasValue("");

            Lookup again = directory.findOn(before.server(), before.guid());
            assertThat(again).isInstanceOf(Lookup.Found.class);
            assertThat(((Lookup.Found) again).account().server()).isEqualTo(before.server());
            directory.probe();
            assertThat(directory.health().servers())
                    .extracting("host")
                    .containsExactly("e2." + DOMAIN + ":" + writable.port());
        }
    }
}
