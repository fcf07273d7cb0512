package dev.writeback.it.pair;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.sandbox.Main;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.samba.SambaPair;
import dev.writeback.sandbox.samba.SambaServer;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteDirectory;
import dev.writeback.sandbox.site.SiteSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Relay, cloud, and an agent as a process of its own that may use either of two domain controllers. */
final class PairSite implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration RESPONSE = Duration.ofSeconds(5);
    private static final SiteSettings.Locks LOCKS = new SiteSettings.Locks(Duration.ofSeconds(20), true);

    private final Site site;
    private final CloudClient cloud;
    private final AgentProcess agent;
    private final AgentHttp http;

    private PairSite(Site site, CloudClient cloud, AgentProcess agent, AgentHttp http) {
        this.site = site;
        this.cloud = cloud;
        this.agent = agent;
        this.http = http;
    }

    /**
     * Starts an agent that is ready.
     *
     * @param single a server with the same accounts and passwords
     * @param addresses of the pair, the preferred one first
     */
    static PairSite start(Path folder, SambaPair pair, SambaServer single, List<String> addresses) throws Exception {
        int port = Site.freePort();
        SiteDirectory first = new SiteDirectory(
                url(addresses.get(0)),
                single.baseDn(),
                Files.readString(pair.caFile()),
                single.serviceAccountDn(),
                single.serviceAccountPassword(),
                single.staffDn());
        SiteSettings settings =
                SiteSettings.in(folder, port).withGiven(first).withoutLimits().withTimes(LOCKS, RESPONSE);
        Site site = Site.open(settings, Clock.systemUTC(), new SecureRandom());
        String config = Files.readString(site.agentConfig());
        String one = "    servers: [\"" + first.url() + "\"]\n";
        assertThat(config).contains(one);
        Files.writeString(
                site.agentConfig(),
                config.replace(
                        one,
                        "    servers: [\"" + first.url() + "\", \"" + url(addresses.get(1)) + "\"]\n"
                                + "    verifyReplication: {servers: all, seconds: 5}\n"));
        AgentProcess agent =
                AgentCommand.likeThisProcess(Main.class).shortLived().start(site.agentConfig(), site.file("agent.log"));
        AgentHttp http = new AgentHttp(port);
        agent.awaitReady(http, READY);
        CloudClient cloud = CloudClient.connect(
                new CloudConfigLoader(System::getenv).load(site.cloudConfig()), Clock.systemUTC(), new SecureRandom());
        return new PairSite(site, cloud, agent, http);
    }

    private static String url(String address) {
        return "ldaps://" + address + ":636";
    }

    CloudClient cloud() {
        return cloud;
    }

    AgentHttp http() {
        return http;
    }

    String log() throws Exception {
        return new String(agent.output(), UTF_8);
    }

    @Override
    public void close() {
        cloud.close();
        agent.close();
        site.close();
    }
}
