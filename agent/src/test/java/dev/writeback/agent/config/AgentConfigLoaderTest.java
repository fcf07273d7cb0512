package dev.writeback.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigLoaderTest {
    @TempDir
    Path directory;

    private ConfigFiles files;

    @BeforeEach
    void layFiles() {
        files = new ConfigFiles(directory);
    }

    @Test
    void minimalFileGetsEveryDefault() throws Exception {
        AgentConfig config = files.load(ConfigFiles.MINIMAL);

        assertThat(config)
                .isEqualTo(new AgentConfig(
                        new AgentSettings("hq-1", files.path("state"), LogLevel.INFO, false, true),
                        new CloudSettings(
                                "https://sspr.example.net",
                                "urn:pwb:6d1b2c:hq",
                                Optional.of(files.path("cloud-keys.jwks")),
                                Optional.empty()),
                        new KeySettings.Pkcs12(files.path("agent-keys.p12"), secret("keystore.pin")),
                        new RelaySettings(new ServiceBusSettings(
                                secret("relay.connection"), "requests", "replies", "replies", Optional.empty())),
                        List.of(new DirectorySettings(
                                "corp",
                                new ServerSettings.Listed(
                                        List.of(new ServerAddress(
                                                ServerAddress.Security.LDAPS, "dc1.corp.example.test", 636)),
                                        false),
                                DistinguishedName.of("DC=corp,DC=example,DC=test"),
                                files.path("corp-ca.pem"),
                                new BindSettings.WithPassword(
                                        DistinguishedName.of("CN=svc-writeback,OU=Service,DC=corp,DC=example,DC=test"),
                                        secret("ldap.password")),
                                new ScopeSettings(
                                        List.of(DistinguishedName.of("OU=Staff,DC=corp,DC=example,DC=test")),
                                        List.of()),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10),
                                8,
                                false,
                                false,
                                Optional.empty(),
                                Optional.empty())),
                        new OperationSettings(true, true, true, false, true),
                        new LimitSettings(
                                new LimitSettings.Rate(5, Duration.ofSeconds(3600)),
                                new LimitSettings.Rate(100, Duration.ofSeconds(60)),
                                32),
                        new HttpSettings(InetAddress.getByName("127.0.0.1"), 9464),
                        AuditSettings.of(files.path("state/audit.jsonl")),
                        Optional.empty()));
    }

    @Test
    void canaryRunsEveryHourUnlessItIsToldOtherwise() throws Exception {
        String canary = "canary: {directory: corp, user: 6F1A2B3C-0D4E-4F5A-8B6C-7D8E9F0A1B2C}\n";

        assertThat(files.load(ConfigFiles.MINIMAL + canary).canary())
                .contains(new CanarySettings(
                        "corp", UUID.fromString("6f1a2b3c-0d4e-4f5a-8b6c-7d8e9f0a1b2c"), Duration.ofHours(1)));
    }

    @Test
    void bindsByKerberos() throws Exception {
        String user = "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password";
        String full =
                "kerberos: {principal: svc@CORP.TEST, keytab: svc.keytab, kdc: [dc1.corp.test, \"127.0.0.1:88\"]}";
        String least = "kerberos: {principal: svc@CORP.TEST, keytab: svc.keytab}";

        assertThat(files.load(ConfigFiles.COMPLETE.replace(user, full))
                        .directories()
                        .get(0)
                        .bind())
                .isEqualTo(new BindSettings.WithKerberos(
                        "svc@CORP.TEST", files.path("svc.keytab"), List.of("dc1.corp.test", "127.0.0.1:88")));
        assertThat(files.load(ConfigFiles.COMPLETE.replace(user, least))
                        .directories()
                        .get(0)
                        .bind())
                .isEqualTo(new BindSettings.WithKerberos("svc@CORP.TEST", files.path("svc.keytab"), List.of()));
    }

    @Test
    void bindsByCertificate() throws Exception {
        String user = "user: \"CN=svc,DC=corp,DC=example,DC=test\", passwordFile: ldap.password";
        String certificate = "certificate: {store: agent-keys.p12, passwordFile: keystore.pin}";

        assertThat(files.load(ConfigFiles.COMPLETE.replace(user, certificate))
                        .directories()
                        .get(0)
                        .bind())
                .isEqualTo(new BindSettings.WithCertificate(files.path("agent-keys.p12"), secret("keystore.pin")));
    }

    @Test
    void everyKeyIsMapped() throws Exception {
        AgentConfig config = files.load(ConfigFiles.COMPLETE);

        assertThat(config)
                .isEqualTo(new AgentConfig(
                        new AgentSettings("hq-2", Path.of("/tmp/writeback-test-state"), LogLevel.DEBUG, true, false),
                        new CloudSettings(
                                "urn:example:cloud",
                                "urn:pwb:t:g",
                                Optional.of(files.path("cloud-keys.jwks")),
                                Optional.of(new DeskSettings(
                                        URI.create("https://sspr.example.net/pwb"),
                                        Optional.of(files.path("corp-ca.pem")),
                                        Optional.of(InetSocketAddress.createUnresolved("proxy.example.test", 3128))))),
                        new KeySettings.Pkcs12(
                                files.path("agent-keys.p12"), ((KeySettings.Pkcs12) config.keys()).password()),
                        new RelaySettings(new ServiceBusSettings(
                                secret("relay.connection"),
                                "to-agents",
                                "to-cloud",
                                "of-agents",
                                Optional.of(files.path("corp-ca.pem")))),
                        List.of(new DirectorySettings(
                                "corp",
                                new ServerSettings.Listed(
                                        List.of(
                                                new ServerAddress(
                                                        ServerAddress.Security.LDAPS, "dc1.corp.example.test", 636),
                                                new ServerAddress(
                                                        ServerAddress.Security.STARTTLS, "2001:db8::7", 1389)),
                                        true),
                                DistinguishedName.of("DC=corp,DC=example,DC=test"),
                                files.path("corp-ca.pem"),
                                new BindSettings.WithPassword(
                                        DistinguishedName.of("CN=svc,DC=corp,DC=example,DC=test"),
                                        secret("ldap.password")),
                                new ScopeSettings(
                                        List.of(
                                                DistinguishedName.of("OU=Staff,DC=corp,DC=example,DC=test"),
                                                DistinguishedName.of("OU=more,DC=corp,DC=example,DC=test")),
                                        List.of(DistinguishedName.of("OU=Board,OU=Staff,DC=corp,DC=example,DC=test"))),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(12),
                                3,
                                true,
                                true,
                                Optional.empty(),
                                Optional.empty())),
                        new OperationSettings(false, false, false, true, false),
                        new LimitSettings(
                                new LimitSettings.Rate(2, Duration.ofSeconds(60)),
                                new LimitSettings.Rate(9, Duration.ofSeconds(10)),
                                4),
                        new HttpSettings(
                                InetAddress.getByName("::1"),
                                0,
                                Optional.of(secret("endpoint.token")),
                                Optional.of(
                                        new HttpSettings.Tls(files.path("corp-ca.pem"), files.path("endpoint.key"))),
                                false,
                                true),
                        AuditSettings.of(files.path("log/audit.jsonl")),
                        Optional.of(new CanarySettings(
                                "corp",
                                UUID.fromString("6f1a2b3c-0d4e-4f5a-8b6c-7d8e9f0a1b2c"),
                                Duration.ofMinutes(15)))));
        assertThat(((KeySettings.Pkcs12) config.keys()).password()).hasToString("env:STORE_PIN");
    }

    @Test
    void endpointThatOthersCanReachMayBePlainWhereThatIsSaid() throws Exception {
        String http = "http: {address: 192.0.2.7, token: endpoint.token, plainText: true}\n";

        HttpSettings settings = files.load(ConfigFiles.MINIMAL + http).http();

        assertThat(settings.plainText()).isTrue();
        assertThat(settings.token()).contains(secret("endpoint.token"));
        assertThat(settings.fromHere()).hasToString("localhost/127.0.0.1:9464");
    }

    @Test
    void tokenStandsInPlaceOfAKeyStore() throws Exception {
        files.write("token.so", "not looked into");
        String file = "keys: {store: agent-keys.p12, passwordFile: keystore.pin}";
        String byLabel = "keys: {pkcs11: {library: token.so, tokenLabel: writeback, pinFile: keystore.pin}}";

        assertThat(files.load(ConfigFiles.MINIMAL.replace(file, byLabel)).keys())
                .isEqualTo(new KeySettings.Pkcs11(
                        files.path("token.so"), new TokenName.Label("writeback"), secret("keystore.pin")));
        assertThat(files.load(ConfigFiles.MINIMAL.replace(
                                file, byLabel.replace("tokenLabel: writeback", "slot: 2082803511")))
                        .keys())
                .isEqualTo(new KeySettings.Pkcs11(
                        files.path("token.so"), new TokenName.Slot(2_082_803_511), secret("keystore.pin")));
    }

    @Test
    void windowsMayKeepThePin() throws Exception {
        String file = "keys: {store: agent-keys.p12, passwordFile: keystore.pin}";
        String windows = "keys: {dpapi: {store: agent-keys.p12, pinFile: keystore.pin.dpapi}}";

        assertThat(files.load(ConfigFiles.MINIMAL.replace(file, windows)).keys())
                .isEqualTo(
                        new KeySettings.Dpapi(files.path("agent-keys.p12"), files.path("keystore.pin.dpapi"), false));
        assertThat(files.load(ConfigFiles.MINIMAL.replace(file, windows.replace(".dpapi}", ".dpapi, scope: machine}")))
                        .keys())
                .isEqualTo(new KeySettings.Dpapi(files.path("agent-keys.p12"), files.path("keystore.pin.dpapi"), true));
    }

    @Test
    void verifiesReplicationWhereThatIsAskedFor() throws Exception {
        assertThat(verification("{servers: 1, seconds: 30}"))
                .contains(new ReplicationSettings(OptionalInt.of(1), Duration.ofSeconds(30)));
        assertThat(verification("{seconds: 3600}"))
                .contains(new ReplicationSettings(OptionalInt.empty(), Duration.ofHours(1)))
                .isEqualTo(verification("{servers: all, seconds: 3600}"));
        assertThat(files.load(ConfigFiles.COMPLETE).directories().get(0).verifyReplication())
                .isEmpty();
    }

    private Optional<ReplicationSettings> verification(String value) throws ConfigException {
        return files.load(ConfigFiles.COMPLETE.replace("poolSize: 3", "verifyReplication: " + value))
                .directories()
                .get(0)
                .verifyReplication();
    }

    @Test
    void domainStandsInPlaceOfServers() throws Exception {
        String found = ConfigFiles.MINIMAL.replace(
                "servers: [ldaps://dc1.corp.example.test:636]",
                "domain: corp.example.test\n    site: HQ\n    nameServer: 192.0.2.53\n    primaryFirst: true");

        DirectorySettings directory = files.load(found).directories().get(0);

        assertThat(directory.servers())
                .isEqualTo(new ServerSettings.Discovered(
                        "corp.example.test",
                        Optional.of("HQ"),
                        true,
                        Optional.of(InetAddress.getByName("192.0.2.53"))));
        assertThat(directory.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void domainAndWhatBelongsToItHaveTheirForms() {
        List<Problem> problems = files.problems(ConfigFiles.MINIMAL.replace(
                "servers: [ldaps://dc1.corp.example.test:636]", "domain: corp\n    site: H Q\n    nameServer: dns1"));

        assertThat(problems)
                .extracting(Problem::key)
                .containsExactly("directories[0].domain", "directories[0].site", "directories[0].nameServer");
    }

    @Test
    void neitherServersNorDomainIsOneProblem() {
        List<Problem> problems =
                files.problems(ConfigFiles.MINIMAL.replace("    servers: [ldaps://dc1.corp.example.test:636]\n", ""));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("directories[0].servers");
            assertThat(problem.accepted()).contains("either servers", "or domain");
        });
    }

    @Test
    void severalServersShortenTheDefaultPatience() throws Exception {
        String pair = ConfigFiles.MINIMAL.replace(
                "[ldaps://dc1.corp.example.test:636]",
                "[ldaps://dc1.corp.example.test, ldaps://dc2.corp.example.test]");

        assertThat(files.load(pair).directories().get(0).connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(files.load(pair + "    connectTimeout: 5\n")
                        .directories()
                        .get(0)
                        .connectTimeout())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void standardDirectoryGetsItsDefaultsAndEveryKeyOfItsOwn() throws Exception {
        String standard = ConfigFiles.MINIMAL.replace("type: active-directory", "type: standard");

        assertThat(files.load(standard).directories().get(0).standard())
                .contains(new StandardSettings("uid", Optional.empty(), List.of(), false));
        assertThat(files.load(standard + "    loginAttribute: mail\n"
                                + "    defaultPolicy: cn=default,ou=Policies,dc=corp,dc=example,dc=test\n"
                                + "    protectedGroups: [\"cn=admins,dc=corp,dc=example,dc=test\"]\n"
                                + "    hashesCleartext: true\n")
                        .directories()
                        .get(0)
                        .standard())
                .contains(new StandardSettings(
                        "mail",
                        Optional.of(DistinguishedName.of("cn=default,ou=Policies,dc=corp,dc=example,dc=test")),
                        List.of(DistinguishedName.of("cn=admins,dc=corp,dc=example,dc=test")),
                        true));
    }

    @Test
    void theOutlineOfTheDocumentationLoads() throws Exception {
        AgentConfig config = files.load("""
                agent:      {id: hq-1, stateDirectory: state}
                cloud:      {issuer: https://sspr.example.net, audience: urn:pwb:6d1b2c:hq, keys: cloud-keys.jwks}
                keys:       {store: agent-keys.p12, passwordFile: keystore.pin}
                relay:
                  serviceBus: {connectionFile: relay.connection, requests: requests, replies: replies, transport: amqp, proxy: null}
                directories:
                  - name: corp
                    type: active-directory            # a comment
                    servers: [ldaps://dc1.corp.example.test:636]
                    baseDn: DC=corp,DC=example,DC=test
                    trust: {caFile: corp-ca.pem}
                    bind:  {user: "CN=svc-writeback,OU=Service,DC=corp,DC=example,DC=test", passwordFile: ldap.password}
                    scope: {include: ["OU=Staff,DC=corp,DC=example,DC=test"], exclude: []}
                operations: {reset: true, change: true, adminReset: true, unlock: false, validate: true}
                limits:     {perUser: {count: 5, seconds: 3600}, perAgent: {count: 100, seconds: 60}, inFlight: 32}
                http:       {address: 127.0.0.1, port: 9464}
                audit:      {file: audit.jsonl}
                """);

        assertThat(config.audit().file()).isEqualTo(files.path("audit.jsonl"));
    }

    @Test
    void reportsAllProblemsAtOnceInTheOrderOfTheFile() {
        List<Problem> problems = files.problems(ConfigFiles.MINIMAL
                .replace("id: hq-1", "id: HQ_1")
                .replace("urn:pwb:6d1b2c:hq", "urn:hq")
                .replace("keystore.pin", "nowhere.pin")
                .replace("dc1.corp.example.test:636", "dc1:99999")
                .replace("corp-ca.pem", "nowhere.pem")
                .replace("OU=Staff,DC=corp", "OU=Staff,DC=other"));

        assertThat(problems)
                .extracting(Problem::key)
                .containsExactly(
                        "agent.id",
                        "cloud.audience",
                        "keys.passwordFile",
                        "directories[0].servers[0]",
                        "directories[0].trust.caFile",
                        "directories[0].scope.include[0]");
        assertThat(problems).extracting(problem -> problem.line().orElse(0)).containsExactly(1, 2, 3, 9, 11, 13);
    }

    @Test
    void missingSectionIsOneProblemAndNotOnePerKey() {
        List<Problem> problems = files.problems("agent: {id: hq-1, stateDirectory: state}\n");

        assertThat(problems)
                .extracting(Problem::toString)
                .containsExactly(
                        "cloud (line 1): found nothing; accepted: a mapping with issuer and audience",
                        "keys (line 1): found nothing; accepted: a mapping with store and passwordFile, or pkcs11, or dpapi",
                        "relay (line 1): found nothing; accepted: a mapping with serviceBus",
                        "directories (line 1): found nothing; accepted: a list with at least one mapping");
    }

    private SecretReference secret(String name) {
        return new FileSecret(files.path(name), files.path(name).toString());
    }
}
