package dev.writeback.directory.ldap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.directory.DirectoryHealth;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which server is asked, on servers that accept a connection and close it: so that every connect can be counted. */
final class LdapServersTest {
    private final HandClock clock = new HandClock();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Runnable> background = new ArrayList<>();
    private List<ServerAddress> addresses = List.of();

    /** Counts connects, serves nobody. */
    private final class DeadServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger connects = new AtomicInteger();

        DeadServer() throws IOException {
            opened.add(this);
            Thread thread = new Thread(this::serve, "dead-server");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            try {
                while (true) {
                    try (Socket client = socket.accept()) {
                        connects.incrementAndGet();
                    }
                }
            } catch (IOException closed) {
                connects.get();
            }
        }

        ServerAddress address() {
            return new ServerAddress(ServerAddress.Transport.LDAPS, "127.0.0.1", socket.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private LdapServers<String> servers(ServerAddress... first) {
        addresses = List.of(first);
        ServerTrust trust = ServerTrust.of(Optional.empty());
        ServiceAccount account =
                new ServiceAccount("CN=svc", () -> Secret.takeOwnershipOf("never sent".getBytes(UTF_8)), clock);
        ConnectionSettings settings = new ConnectionSettings(Duration.ofSeconds(2), Duration.ofSeconds(2), 2);
        LdapServers<String> servers = new LdapServers<>(
                () -> addresses,
                address -> new LdapServer<>(
                        address,
                        trust,
                        account,
                        settings,
                        connection -> "facts",
                        new ServerBackoff(clock, new Random(1))),
                facts -> false,
                background::add);
        opened.add(servers);
        return servers;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private static void ask(LdapServers<String> servers) {
        assertThatThrownBy(() -> servers.askFirst(server -> server.exchange((lease, facts) -> facts)))
                .isInstanceOf(ServerUnavailableException.class);
    }

    /** The SDK's own pool makes 670 to 970 connects to a dead server within seconds. */
    @Test
    void requestsDoNotHammerADeadServer() throws Exception {
        DeadServer dead = new DeadServer();
        LdapServers<String> servers = servers(dead.address());

        for (int i = 0; i < 6000; i++) {
            ask(servers);
            clock.advance(Duration.ofMillis(10));
        }

        System.out.println("connects to a dead server under 100 requests a second for 60 s: " + dead.connects);
        // At 0, then after 0.25, 0.5, 1, 2, 4, 8 and every 15 s, each shortened by half at most.
        assertThat(dead.connects.get()).isBetween(7, 15);
    }

    @Test
    void deadServersAreTriedInTheBackgroundOnlyWhileAnotherMayAnswer() throws Exception {
        DeadServer preferred = new DeadServer();
        LdapServers<String> servers = servers(preferred.address());
        ask(servers);
        assertThat(preferred.connects).hasValue(1);
        clock.advance(Duration.ofSeconds(1));

        DeadServer unknownYet = new DeadServer();
        addresses = List.of(preferred.address(), unknownYet.address());
        ask(servers);

        assertThat(preferred.connects).as("no request waits for it").hasValue(1);
        assertThat(unknownYet.connects).hasValue(1);
        assertThat(background).hasSize(1);
        background.get(0).run();
        assertThat(preferred.connects).hasValue(2);
    }

    @Test
    void serversOfOneHostAreToldApartByTheirPorts() throws Exception {
        DeadServer one = new DeadServer();
        DeadServer other = new DeadServer();
        LdapServers<String> servers = servers(one.address(), other.address());

        for (DeadServer meant : List.of(one, other)) {
            assertThat(servers.ofHost(meant.address().name()).orElseThrow().address())
                    .isEqualTo(meant.address());
        }
        assertThat(servers.ofHost("127.0.0.1"))
                .as("as it was recorded formerly")
                .isPresent();
        assertThat(servers.ofHost("127.0.0.2")).isEmpty();
    }

    @Test
    void serverThatIsNoLongerNamedGetsNothingNewAndCanStillBeReadFrom() throws Exception {
        DeadServer former = new DeadServer();
        DeadServer current = new DeadServer();
        LdapServers<String> servers = servers(former.address());
        ask(servers);
        LdapServer<String> used = servers.ofHost(former.address().name()).orElseThrow();

        addresses = List.of(current.address());
        clock.advance(Duration.ofMinutes(1));
        ask(servers);

        assertThat(former.connects).hasValue(1);
        assertThat(current.connects).hasValue(1);
        assertThat(servers.ofHost(former.address().name())).containsSame(used);
        assertThat(servers.health())
                .extracting(DirectoryHealth.Server::host)
                .containsExactly(current.address().toString());

        addresses = List.of(former.address(), current.address());
        assertThat(servers.ofHost(former.address().name())).as("back again").containsSame(used);
    }

    @Test
    void largeDomainIsWatchedInPart() throws Exception {
        DeadServer one = new DeadServer();
        ServerAddress[] many = new ServerAddress[40];
        for (int i = 0; i < many.length; i++) {
            many[i] = new ServerAddress(
                    ServerAddress.Transport.LDAPS,
                    "127.0.0." + (i + 1),
                    one.address().port());
        }
        LdapServers<String> servers = servers(many);

        servers.probe();

        assertThat(servers.health()).hasSize(8);
    }

    @Test
    void healthSaysWhyNoServerIsKnown() throws Exception {
        LdapServers<String> servers = new LdapServers<>(
                () -> {
                    throw new ServerUnavailableException("DNS names nobody");
                },
                address -> {
                    throw new IllegalStateException("there is none");
                },
                facts -> false,
                Runnable::run);
        opened.add(servers);

        servers.probe();

        assertThat(servers.health()).singleElement().satisfies(server -> {
            assertThat(server.up()).isFalse();
            assertThat(server.detail()).isEqualTo("DNS names nobody");
        });
    }
}
