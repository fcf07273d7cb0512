package dev.writeback.it.fleet;

import dev.writeback.agent.config.OperationSettings;
import dev.writeback.sandbox.Main;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A site with several agents, which its cloud has called. */
final class FleetSite implements AutoCloseable {
    static final Duration LOCK = Duration.ofSeconds(10);
    private static final Duration RESPONSE = Duration.ofSeconds(2);
    private static final Duration READY = Duration.ofSeconds(60);

    private final Site site;
    private final SiteSettings settings;
    private final List<Member> members = new ArrayList<>();
    private final CloudClient cloud;

    /** An agent of the fleet. */
    record Member(String id, AgentProcess process, AgentHttp http) {}

    private FleetSite(Site site, SiteSettings settings, CloudClient cloud) {
        this.site = site;
        this.settings = settings;
        this.cloud = cloud;
    }

    /** Starts a site with that many ordinary users, and no agent yet. */
    static FleetSite open(Path folder, int users) throws Exception {
        SiteSettings settings = SiteSettings.in(folder, Site.freePort())
                .withUsers(users)
                .withoutLimits()
                .withTimes(new SiteSettings.Locks(LOCK, true), RESPONSE);
        Site site = Site.open(settings, Clock.systemUTC(), new SecureRandom());
        CloudClient cloud = CloudClient.connect(
                new CloudConfigLoader(System::getenv).load(site.cloudConfig()), Clock.systemUTC(), new SecureRandom());
        return new FleetSite(site, settings, cloud);
    }

    /** Starts so many agents at the same time, and waits for all of them. */
    void start(int number) throws Exception {
        List<Member> begun = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            begun.add(i == 1 ? begin("hq-1", site.agentConfig(), settings.httpPort()) : further("hq-" + i, settings));
        }
        for (Member member : begun) {
            member.process().awaitReady(member.http(), READY);
        }
    }

    /** Starts one more agent, whose own file allows something else. */
    Member startWith(String id, OperationSettings operations) throws Exception {
        Member member = further(id, settings.withOperations(operations));
        member.process().awaitReady(member.http(), READY);
        return member;
    }

    private Member further(String id, SiteSettings own) throws Exception {
        int port = Site.freePort();
        Path config = site.enlist(id, own.withHttpPort(port), Clock.systemUTC(), new SecureRandom());
        return begin(id, config, port);
    }

    private Member begin(String id, Path config, int port) throws Exception {
        AgentProcess process =
                AgentCommand.likeThisProcess(Main.class).shortLived().start(config, site.file(id + ".log"));
        Member member = new Member(id, process, new AgentHttp(port));
        members.add(member);
        return member;
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    CloudClient cloud() {
        return cloud;
    }

    EmbeddedDirectory directory() {
        return site.directory().orElseThrow();
    }

    @Override
    public void close() {
        cloud.close();
        members.forEach(member -> member.process().close());
        site.close();
    }
}
