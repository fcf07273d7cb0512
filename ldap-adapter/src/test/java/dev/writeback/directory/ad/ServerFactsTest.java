package dev.writeback.directory.ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.ServerUnavailableException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which server is of use, on one that says of itself what a test wants. */
final class ServerFactsTest {
    private static final String DOMAIN = "DC=corp,DC=test";
    private static final String OTHER_DOMAIN = "DC=other,DC=test";
    private static final String SETTINGS = "CN=NTDS Settings,CN=DC1," + DOMAIN;

    private final List<AutoCloseable> opened = new ArrayList<>();

    private LDAPConnection server(String settingsClass, String roleOwner, Attribute... root) throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(DOMAIN, OTHER_DOMAIN);
        config.setSchema(null);
        List<Attribute> attributes = new ArrayList<>(List.of(root));
        attributes.add(new Attribute("dsServiceName", SETTINGS));
        config.setCustomRootDSEAttributes(attributes);
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        server.add("dn: " + DOMAIN, "objectClass: domainDNS", "dc: corp", "fSMORoleOwner: " + roleOwner);
        server.add("dn: CN=DC1," + DOMAIN, "objectClass: server", "cn: DC1");
        server.add("dn: " + SETTINGS, "objectClass: " + settingsClass, "cn: NTDS Settings");
        server.startListening();
        LDAPConnection connection = server.getConnection();
        opened.add(connection::close);
        opened.add(() -> server.shutDown(true));
        return connection;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private static ServerFacts read(LDAPConnection connection) throws Exception {
        return ServerFacts.read(
                connection, EntryName.parse("OU=Staff," + DOMAIN).orElseThrow(), false, true, Clock.systemUTC());
    }

    private static void assertLeftOut(LDAPConnection connection, String reason) {
        assertThatThrownBy(() -> read(connection))
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void writableControllerOfTheDomainIsOfUse() throws Exception {
        ServerFacts facts = read(server("nTDSDSA", SETTINGS, new Attribute("defaultNamingContext", DOMAIN)));

        assertThat(facts.domainDn()).isEqualTo(DOMAIN);
        assertThat(facts.primary()).isTrue();
    }

    @Test
    void anotherControllerMayBeThePrimary() throws Exception {
        assertThat(read(server("nTDSDSA", "CN=NTDS Settings,CN=DC2," + DOMAIN)).primary())
                .isFalse();
    }

    @Test
    void readOnlyControllerIsLeftOutByWhatItSays() throws Exception {
        assertLeftOut(
                server("nTDSDSA", SETTINGS, new Attribute("supportedCapabilities", "1.2.840.113556.1.4.1920")),
                "read-only domain controller");
    }

    @Test
    void readOnlyControllerIsLeftOutByTheClassOfItsSettings() throws Exception {
        assertLeftOut(server("nTDSDSARO", SETTINGS), "read-only domain controller");
    }

    @Test
    void controllerThatIsNotYetReplicatedIsLeftOut() throws Exception {
        assertLeftOut(server("nTDSDSA", SETTINGS, new Attribute("isSynchronized", "FALSE")), "first replication");
    }

    @Test
    void controllerOfAnotherDomainIsLeftOutAlsoWhenItShowsOurs() throws Exception {
        assertLeftOut(
                server("nTDSDSA", SETTINGS, new Attribute("defaultNamingContext", OTHER_DOMAIN)),
                "it holds [" + OTHER_DOMAIN + "]");
    }
}
