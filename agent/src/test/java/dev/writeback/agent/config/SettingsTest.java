package dev.writeback.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records refuse on their own what the loader refuses with a line number. */
class SettingsTest {
    private static final SecretReference SECRET = new EnvironmentSecret("NONE", name -> "none");
    private static final DistinguishedName BASE = DistinguishedName.of("DC=corp,DC=example,DC=test");

    @Test
    void refuseTextsOfAnotherForm() {
        assertThatThrownBy(() -> new AgentSettings("HQ", Path.of("state"), LogLevel.INFO, false, true))
                .hasMessage("agent.id: found 'HQ'; accepted: 1 to 63 of a-z, 0-9 and -");
        assertThatThrownBy(() -> new CloudSettings("cloud", "urn:pwb:t:g", Optional.empty(), Optional.empty()))
                .hasMessageStartingWith("cloud.issuer: found 'cloud'");
        assertThatThrownBy(() -> new CloudSettings("https://c.test", "urn:pwb:t", Optional.empty(), Optional.empty()))
                .hasMessageStartingWith("cloud.audience: found 'urn:pwb:t'");
        assertThatThrownBy(() -> new ServiceBusSettings(SECRET, "-", "replies", "replies", Optional.empty()))
                .hasMessageStartingWith("relay.serviceBus.requests: found '-'");
        assertThatThrownBy(() -> new ServiceBusSettings(SECRET, "queue", "QUEUE", "replies", Optional.empty()))
                .hasMessageStartingWith("relay.serviceBus.replies");
        assertThatThrownBy(() -> new ServiceBusSettings(SECRET, "queue", "replies", "Queue", Optional.empty()))
                .hasMessageStartingWith("relay.serviceBus.presence");
    }

    @Test
    void refuseAnEndpointThatOthersCanReachUnprotected() throws Exception {
        InetAddress all = InetAddress.getByName("0.0.0.0");
        Optional<HttpSettings.Tls> none = Optional.empty();

        assertThatThrownBy(() -> new HttpSettings(all, 9464)).hasMessageContaining("http.token has to be there");
        assertThatThrownBy(() -> new HttpSettings(all, 9464, Optional.empty(), none, true, false))
                .hasMessageContaining("http.token has to be there");
        assertThatThrownBy(() -> new HttpSettings(all, 9464, Optional.of(SECRET), none, false, false))
                .hasMessageContaining("http.tls or http.plainText");
        assertThat(new HttpSettings(all, 9464, Optional.of(SECRET), none, true, false).fromHere())
                .hasToString("localhost/127.0.0.1:9464");
    }

    @Test
    void refuseNumbersOutOfRange() {
        assertThatThrownBy(() -> new HttpSettings(InetAddress.getLoopbackAddress(), 65536))
                .hasMessage("http.port: found 65536; accepted: a whole number from 0 to 65535");
        assertThatThrownBy(() -> new LimitSettings.Rate(0, Duration.ofSeconds(1)))
                .hasMessageStartingWith("count");
        assertThatThrownBy(() -> new LimitSettings.Rate(1, Duration.ofMillis(999)))
                .hasMessageStartingWith("seconds");
        LimitSettings.Rate rate = new LimitSettings.Rate(1, Duration.ofSeconds(1));
        assertThatThrownBy(() -> new LimitSettings(rate, rate, 33)).hasMessageStartingWith("limits.inFlight");
        assertThatThrownBy(() -> new ServerAddress(ServerAddress.Security.LDAPS, "dc1", 0))
                .hasMessageStartingWith("port");
        assertThatThrownBy(() -> new ServerAddress(ServerAddress.Security.LDAPS, "dc 1", 636))
                .hasMessageStartingWith("host");
    }

    @Test
    void directoryRefusesWhatWouldWidenItsScope() {
        assertThatThrownBy(() -> new ScopeSettings(List.of(), List.of())).hasMessageStartingWith("scope.include");
        assertThatThrownBy(() -> new ServerSettings.Listed(List.of(), false)).hasMessageStartingWith("servers");
        List<ServerAddress> servers = List.of(ServerAddress.parse("ldaps://dc1"));
        assertThatThrownBy(() -> directory(servers, DistinguishedName.of("OU=Staff,DC=other")))
                .hasMessageStartingWith("scope: found 'OU=Staff,DC=other'");
        assertThat(directory(servers, BASE).scope().include()).containsExactly(BASE);
    }

    @Test
    void configRefusesNoDirectoryAndTwoOfOneName(@TempDir Path temp) throws ConfigException {
        AgentConfig config = new ConfigFiles(temp).load(ConfigFiles.MINIMAL);
        DirectorySettings directory = config.directories().get(0);

        assertThatThrownBy(() -> with(config, List.of())).hasMessageStartingWith("directories: found none");
        assertThatThrownBy(() -> with(config, List.of(directory, directory)))
                .hasMessage("directories: found the name corp twice; accepted: unique names");
    }

    @Test
    void fileWithTwoDirectoriesOfOneNameIsRefused(@TempDir Path temp) {
        String directory = ConfigFiles.MINIMAL.substring(ConfigFiles.MINIMAL.indexOf("  - name"));

        assertThat(new ConfigFiles(temp).problems(ConfigFiles.MINIMAL + directory))
                .extracting(Problem::key, Problem::found)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("directories[1].name", "the name of another directory"));
    }

    @Test
    void distinguishedNamesCompareByComponentsWithoutCase() {
        DistinguishedName staff = DistinguishedName.of("ou=staff, dc=CORP,dc=example,dc=test");

        assertThat(staff).isEqualTo(DistinguishedName.of("OU=Staff,DC=corp,DC=example,DC=test"));
        assertThat(staff.isWithin(BASE)).isTrue();
        assertThat(BASE.isWithin(BASE)).isTrue();
        assertThat(BASE.isWithin(staff)).isFalse();
        assertThat(DistinguishedName.of("OU=x\\,DC=corp,DC=example,DC=test").isWithin(BASE))
                .isFalse();
        assertThat(DistinguishedName.of("DC=notcorp,DC=example,DC=test").isWithin(BASE))
                .isFalse();
        assertThatThrownBy(() -> DistinguishedName.of("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DistinguishedName.of("no name")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void serverAddressesReadAndPrintTheSame() {
        assertThat(ServerAddress.parse("LDAPS://dc1.test/")).hasToString("ldaps://dc1.test:636");
        assertThat(ServerAddress.parse("ldap://192.0.2.1")).hasToString("ldap://192.0.2.1:389");
        assertThat(ServerAddress.parse("ldaps://[2001:db8::1]:3269"))
                .isEqualTo(new ServerAddress(ServerAddress.Security.LDAPS, "2001:db8::1", 3269))
                .hasToString("ldaps://[2001:db8::1]:3269");
    }

    private static DirectorySettings directory(List<ServerAddress> servers, DistinguishedName include) {
        return new DirectorySettings(
                "corp",
                new ServerSettings.Listed(servers, false),
                BASE,
                Path.of("ca.pem"),
                new BindSettings.WithPassword(BASE, SECRET),
                new ScopeSettings(List.of(include), List.of()),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                8,
                false,
                false,
                Optional.empty(),
                Optional.empty());
    }

    private static AgentConfig with(AgentConfig config, List<DirectorySettings> directories) {
        return new AgentConfig(
                config.agent(),
                config.cloud(),
                config.keys(),
                config.relay(),
                directories,
                config.operations(),
                config.limits(),
                config.http(),
                config.audit(),
                config.canary());
    }
}
