package dev.writeback.directory.standard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldif.LDIFException;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.protocol.secret.Secret;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real OpenLDAP or ApacheDS does not do by itself, on a server in memory that speaks no TLS. */
final class StandardDirectoryTest {
    private static final String BASE = "dc=example,dc=test";

    private InMemoryDirectoryServer server;

    private void start(int mostEntries) throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("plain", InetAddress.getLoopbackAddress(), 0, null));
        config.setMaxSizeLimit(mostEntries);
        config.setSchema(null);
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        server.add("dn: " + BASE, "objectClass: domain", "dc: example");
        for (String name : List.of("a", "b", "c")) {
            server.add("dn: cn=" + name + "," + BASE, "objectClass: person", "cn: " + name, "uid: same");
        }
    }

    @BeforeEach
    void start() throws Exception {
        start(0);
    }

    @AfterEach
    void stop() {
        server.shutDown(true);
    }

    @Test
    void refusesAServerWithoutStartTlsBeforeAnyCredentialIsSent() {
        AtomicInteger credentials = new AtomicInteger();
        StandardDirectorySettings settings = new StandardDirectorySettings(
                "plain",
                List.of(new ServerAddress(ServerAddress.Transport.START_TLS, "127.0.0.1", server.getListenPort())),
                BASE,
                Optional.empty(),
                "cn=svc," + BASE,
                () -> {
                    credentials.incrementAndGet();
                    return Secret.takeOwnershipOf("must-not-be-sent".getBytes(UTF_8));
                },
                new StandardDirectorySettings.Policies("uid", Optional.empty(), List.of(), true),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                1,
                Clock.systemUTC());
        try (StandardDirectory directory = StandardDirectory.open(settings)) {
            assertThat(directory.find(new AccountRef.ByUserPrincipalName("same")))
                    .isInstanceOf(Lookup.Unavailable.class);
        }
        assertThat(credentials).hasValue(0);
    }

    @Test
    void severalMatchesAreAmbiguous() throws Exception {
        try (LDAPConnection connection = server.getConnection()) {
            assertThat(search().find(connection, search().filter(same()).orElseThrow()))
                    .hasSize(2);
        }
    }

    /** The server's own limit is lower than ours: the one that it returns is one of several. */
    @Test
    void oneOfSeveralIsNotTheOne() throws Exception {
        server.shutDown(true);
        start(1);
        try (LDAPConnection connection = server.getConnection()) {
            Assertions.assertThatThrownBy(() ->
                            search().find(connection, search().filter(same()).orElseThrow()))
                    .isInstanceOfSatisfying(
                            LDAPSearchException.class,
                            e -> assertThat(e.getResultCode()).isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED));
        }
    }

    private static PersonSearch search() {
        return new PersonSearch(BASE, "uid");
    }

    private static AccountRef same() {
        return new AccountRef.ByUserPrincipalName("same");
    }
}
