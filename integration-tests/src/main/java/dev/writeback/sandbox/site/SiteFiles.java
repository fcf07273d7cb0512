package dev.writeback.sandbox.site;

import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.OperationSettings;
import dev.writeback.sandbox.servicebus.EmbeddedServiceBus;
import java.io.IOException;
import java.nio.file.Path;

/** The files that an agent and a cloud are started with. */
final class SiteFiles {
    static final String CLOUD_CONFIG = "cloud.yaml";
    static final String REQUESTS = "requests";
    static final String REPLIES = "replies";
    static final String PRESENCE = "presence";
    static final String AGENT_POLICY = "agent";
    static final String CLOUD_POLICY = "cloud";

    static final String ISSUER = "https://sspr.example.test";
    static final String AUDIENCE = "urn:pwb:sandbox:hq";
    static final String RELAY_CA = "relay-ca.pem";
    private static final String DIRECTORY_CA = "directory-ca.pem";
    private static final String DIRECTORY_PASSWORD = "ldap.password";

    private final SiteFolder folder;

    SiteFiles(SiteFolder folder) {
        this.folder = folder;
    }

    /** What belongs to the relay, for both sides. */
    void writeRelay(EmbeddedServiceBus relay) throws IOException {
        folder.write(RELAY_CA, relay.caPem());
        folder.write("agent.connection", relay.connectionString(AGENT_POLICY) + "\n");
        folder.write("cloud.connection", relay.connectionString(CLOUD_POLICY) + "\n");
    }

    /** What belongs to the directory. */
    void writeDirectory(SiteDirectory directory) throws IOException {
        folder.write(DIRECTORY_CA, directory.caPem());
        folder.write(DIRECTORY_PASSWORD, directory.bindPassword());
    }

    void writeCloud(String desk) throws IOException {
        folder.write(CLOUD_CONFIG, """
                # The cloud's side, for: writeback cloud send --config cloud.yaml ...
                issuer: %s
                audience: %s
                signingKey: %s
                ackKey: %s
                agents: %s
                relay:
                  serviceBus:
                    connectionFile: cloud.connection
                    requests: %s
                    replies: %s
                    caFile: %s
                %s""".formatted(
                        ISSUER,
                        AUDIENCE,
                        SiteKeys.CLOUD_SIGNING,
                        SiteKeys.CLOUD_ACK,
                        SiteKeys.AGENTS_PUBLIC,
                        REQUESTS,
                        REPLIES,
                        RELAY_CA,
                        desk));
    }

    /** The agent's configuration with a running directory; it is written anew at each start. */
    Path writeAgent(SiteAgent agent, SiteSettings settings, SiteDirectory directory) throws IOException {
        String section = """
                directories:
                  - name: corp
                    type: active-directory
                    servers: ["%s"]
                    baseDn: "%s"
                    trust: {caFile: %s}
                    bind: {user: "%s", passwordFile: %s}
                    scope: {include: ["%s"], exclude: []}
                    allowUserPrincipalName: true
                    responseTimeout: %d
                """.formatted(
                        directory.url(),
                        directory.baseDn(),
                        DIRECTORY_CA,
                        directory.bindUser(),
                        DIRECTORY_PASSWORD,
                        directory.scope(),
                        settings.responseTimeout().toSeconds());
        return folder.write(
                agent.config(),
                "# Written by writeback sandbox at each start; changes are lost.\n" + agent(agent, settings, section));
    }

    /** The agent's configuration with a place to fill in; one that is there is kept. */
    void writeAgentToFillIn(SiteSettings settings) throws IOException {
        if (folder.has(SiteAgent.FIRST.config())) {
            return;
        }
        String section = """
                # FILL IN: your directory. Until then every value below is an example and "writeback run" says what is wrong.
                #   servers   ldaps:// and a host name that stands in the server's certificate; more than one for failover,
                #             or "domain: corp.example.test" in its place to find them through DNS
                #   baseDn    the domain
                #   trust     put the certificate of the authority that signed the server's into %s
                #   bind      a service account with rights on the OU below and nothing else; its password goes into %s
                #   scope     the OUs whose users may be written to
                directories:
                  - name: corp
                    type: active-directory
                    servers: ["ldaps://dc1.corp.example.test:636"]
                    baseDn: "DC=corp,DC=example,DC=test"
                    trust: {caFile: %s}
                    bind: {user: "CN=svc-writeback,OU=Service,DC=corp,DC=example,DC=test", passwordFile: %s}
                    scope: {include: ["OU=Staff,DC=corp,DC=example,DC=test"], exclude: []}
                """.formatted(DIRECTORY_CA, DIRECTORY_PASSWORD, DIRECTORY_CA, DIRECTORY_PASSWORD);
        folder.write(
                SiteAgent.FIRST.config(),
                "# Written by writeback sandbox --directory none; it is yours to change and is kept.\n"
                        + agent(SiteAgent.FIRST, settings, section));
    }

    private static String agent(SiteAgent agent, SiteSettings settings, String directories) {
        OperationSettings operations = settings.operations();
        return """
                agent: {id: %s, stateDirectory: %s}
                cloud: {issuer: %s, audience: "%s", keys: %s}
                keys: {store: %s, passwordFile: %s}
                relay:
                  serviceBus:
                    connectionFile: agent.connection
                    requests: %s
                    replies: %s
                    presence: %s
                    caFile: %s
                %soperations: {reset: %s, change: %s, adminReset: %s, unlock: %s, validate: %s}
                limits: {perUser: %s, perAgent: %s}
                http: {address: 127.0.0.1, port: %d}
                """.formatted(
                        agent.id(),
                        agent.stateFolder(),
                        ISSUER,
                        AUDIENCE,
                        SiteKeys.CLOUD_PUBLIC,
                        agent.keyStore(),
                        agent.pin(),
                        REQUESTS,
                        REPLIES,
                        PRESENCE,
                        RELAY_CA,
                        directories,
                        operations.reset(),
                        operations.change(),
                        operations.adminReset(),
                        operations.unlock(),
                        operations.validate(),
                        rate(settings.perUser()),
                        rate(settings.perAgent()),
                        settings.httpPort());
    }

    private static String rate(Rate rate) {
        return "{count: " + rate.count() + ", seconds: " + rate.window().toSeconds() + "}";
    }
}
