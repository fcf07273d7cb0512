package dev.writeback.agent.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** A directory with a configuration and all that it refers to, for tests to bend. */
public final class ConfigFiles {
    public static final String CANARY = "Tr0ub4dor-canary";

    /** Only what has no default. */
    public static final String MINIMAL = """
            agent: {id: hq-1, stateDirectory: state}
            cloud: {issuer: https://sspr.example.net, audience: urn:pwb:6d1b2c:hq, keys: cloud-keys.jwks}
            keys: {store: agent-keys.p12, passwordFile: keystore.pin}
            relay:
              serviceBus: {connectionFile: relay.connection, requests: requests, replies: replies}
            directories:
              - name: corp
                type: active-directory
                servers: [ldaps://dc1.corp.example.test:636]
                baseDn: DC=corp,DC=example,DC=test
                trust: {caFile: corp-ca.pem}
                bind: {user: "CN=svc-writeback,OU=Service,DC=corp,DC=example,DC=test", passwordFile: ldap.password}
                scope: {include: ["OU=Staff,DC=corp,DC=example,DC=test"]}
            """;

    /** Every key, none with its default. */
    public static final String COMPLETE = """
            agent: {id: hq-2, stateDirectory: /tmp/writeback-test-state, logLevel: debug, standby: true, checkFileModes: false}
            cloud:
              issuer: "urn:example:cloud"
              audience: "urn:pwb:t:g"
              keys: cloud-keys.jwks
              url: https://sspr.example.net/pwb
              caFile: corp-ca.pem
              proxy: http://proxy.example.test:3128
            keys: {store: agent-keys.p12, passwordFile: "env:STORE_PIN"}
            relay:
              serviceBus:
                connectionFile: relay.connection
                requests: to-agents
                replies: to-cloud
                presence: of-agents
                transport: amqp
                proxy: null
                caFile: corp-ca.pem
            directories:
              - name: corp
                type: active-directory
                servers: [ldaps://dc1.corp.example.test, "ldap://[2001:db8::7]:1389"]
                baseDn: DC=corp,DC=example,DC=test
                trust: {caFile: corp-ca.pem}
                bind: {user: "CN=svc,DC=corp,DC=example,DC=test", passwordFile: ldap.password}
                scope:
                  include: ["OU=Staff,DC=corp,DC=example,DC=test", "ou=more, dc=Corp, dc=example, dc=test"]
                  exclude: ["OU=Board,OU=Staff,DC=corp,DC=example,DC=test"]
                connectTimeout: 7
                responseTimeout: 12
                poolSize: 3
                primaryFirst: true
                requireHistoryOnReset: true
                allowUserPrincipalName: true
            operations: {reset: false, change: false, adminReset: false, unlock: true, validate: false}
            limits: {perUser: {count: 2, seconds: 60}, perAgent: {count: 9, seconds: 10}, inFlight: 4}
            http:
              address: "::1"
              port: 0
              token: endpoint.token
              tls: {certificateFile: corp-ca.pem, keyFile: endpoint.key}
              showSubjects: true
            audit: {file: log/audit.jsonl}
            canary: {directory: corp, user: 6f1a2b3c-0d4e-4f5a-8b6c-7d8e9f0a1b2c, minutes: 15}
            """;

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final AgentConfigLoader loader = new AgentConfigLoader(environment::get);

    public ConfigFiles(Path directory) {
        this.directory = directory;
        write("cloud-keys.jwks", "{\"keys\":[]}");
        write("agent-keys.p12", "not looked into");
        write("keystore.pin", CANARY + "\n");
        write("relay.connection", "Endpoint=sb://relay.example.test/;SharedAccessKeyName=k;SharedAccessKey=" + CANARY);
        write("ldap.password", CANARY + "\r\n");
        write("corp-ca.pem", certificate());
        write("endpoint.token", CANARY);
        write("endpoint.key", CANARY);
        write("svc.keytab", "\u0005\u0002");
        environment.put("STORE_PIN", CANARY);
    }

    public Path path(String name) {
        return directory.resolve(name);
    }

    public Path write(String name, String text) {
        try {
            Path file = Files.writeString(path(name), text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void setVariable(String name, String value) {
        environment.put(name, value);
    }

    AgentConfigLoader loader() {
        return loader;
    }

    public AgentConfig load(String yaml) throws ConfigException {
        return loader().load(write("agent.yaml", yaml));
    }

    public ReadConfig read(String yaml) throws ConfigException {
        return loader().read(write("agent.yaml", yaml));
    }

    /** The problems of a configuration that is wrong; none of them, and no message, has the canary in it. */
    List<Problem> problems(String yaml) {
        return problemsOf(write("agent.yaml", yaml));
    }

    List<Problem> problemsOf(Path file) {
        ConfigException e = Assertions.catchThrowableOfType(ConfigException.class, () -> loader().load(file));
        Assertions.assertThat(e).as("the configuration is refused").isNotNull();
        Assertions.assertThat(e.toString()).doesNotContain(CANARY);
        e.problems().forEach(problem -> Assertions.assertThat(e.getMessage()).contains(problem.toString()));
        return e.problems();
    }

    private static String certificate() {
        try (var in = ConfigFiles.class.getResourceAsStream("corp-ca.pem")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
