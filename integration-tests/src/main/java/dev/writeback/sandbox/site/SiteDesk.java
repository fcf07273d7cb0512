package dev.writeback.sandbox.site;

import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.protocol.envelope.RelayAccess;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudConfig;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.desk.BookFiles;
import dev.writeback.sandbox.desk.CloudService;
import dev.writeback.sandbox.servicebus.EmbeddedServiceBus;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;

/** The running cloud of a site, and the files by which it is found. */
final class SiteDesk {
    static final String CA = "desk-ca.pem";
    static final String TOKEN = "desk.token";

    private static final String BOOK = "agents.book";
    private static final int TOKEN_BYTES = 32;

    private SiteDesk() {}

    static CloudService open(SiteFolder folder, EmbeddedServiceBus relay, Clock clock, SecureRandom random)
            throws IOException, SiteException {
        TestAuthority authority = TestAuthority.create("writeback sandbox desk", clock, random);
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try {
            CloudConfig.ServiceBus queues = new CloudConfigLoader(System::getenv)
                    .load(folder.path(SiteFiles.CLOUD_CONFIG))
                    .relay();
            CloudService service = CloudService.start(
                    new CloudService.Settings(
                            SiteFiles.ISSUER,
                            SiteFiles.AUDIENCE,
                            SiteKeys.cloudSecrets(folder, clock, random),
                            new CloudConfig.ServiceBus(
                                    queues.connection(), queues.requests(), SiteFiles.PRESENCE, queues.caFile()),
                            agent -> access(relay),
                            new BookFiles(folder.path(SiteKeys.AGENTS_PUBLIC), folder.path(BOOK)),
                            authority.serverCertificate("localhost", "127.0.0.1"),
                            token),
                    clock,
                    random);
            folder.write(CA, authority.caPem());
            folder.write(TOKEN, token + "\n");
            new SiteFiles(folder).writeCloud("""
                    desk:
                      url: https://localhost:%d
                      caFile: %s
                      tokenFile: %s
                    """.formatted(service.port(), CA, TOKEN));
            return service;
        } catch (ConfigException | RelayException e) {
            throw new SiteException("the sandbox's own cloud does not start: " + e.getMessage(), e);
        }
    }

    private static RelayAccess access(EmbeddedServiceBus relay) {
        return new RelayAccess(
                "localhost:" + relay.port(),
                SiteFiles.REQUESTS,
                SiteFiles.REPLIES,
                Secret.takeOwnershipOf(
                        relay.connectionString(SiteFiles.AGENT_POLICY).getBytes(StandardCharsets.UTF_8)));
    }
}
