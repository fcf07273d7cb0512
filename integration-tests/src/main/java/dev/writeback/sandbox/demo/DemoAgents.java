package dev.writeback.sandbox.demo;

import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The agents of the demonstration: one, and later a second on the same queue. Not thread-safe. */
final class DemoAgents implements AutoCloseable {
    private static final String SECOND = "hq-2";
    private static final Duration ROLL = Duration.ofSeconds(30);

    private final AgentCommand command;
    private final Site site;
    private final SiteSettings settings;
    private final Clock clock;
    private final SecureRandom random;
    private final List<DemoAgent> all = new ArrayList<>();
    private final CloudClient client;

    DemoAgents(
            DemoAgent first,
            AgentCommand command,
            Site site,
            SiteSettings settings,
            CloudClient client,
            Clock clock,
            SecureRandom random) {
        this.all.add(first);
        this.command = command;
        this.site = site;
        this.settings = settings;
        this.client = client;
        this.clock = clock;
        this.random = random;
    }

    DemoAgent first() {
        return all.get(0);
    }

    /** Starts a second agent, enlists it, and has the cloud call both. */
    void startAnother() throws IOException, InterruptedException {
        int port = Site.freePort();
        Path config = site.enlist(SECOND, settings.withHttpPort(port), clock, random);
        DemoAgent another = DemoAgent.start(SECOND, command, config, site.file(SECOND + ".log"), new AgentHttp(port));
        all.add(another);
        Duration unused = another.awaitReady();
        if (client.callRoll(ROLL).admitted().size() < all.size()) {
            throw new IOException("not every agent answered the roll within " + ROLL.toSeconds() + " s");
        }
    }

    /** Freezes the agent that has a request in hand; empty when none has. */
    Optional<DemoAgent> freezeTheBusyOne() throws IOException, InterruptedException {
        for (DemoAgent agent : all) {
            if (agent.http().metric("writeback_relay_in_flight") > 0) {
                agent.freeze();
                return Optional.of(agent);
            }
        }
        return Optional.empty();
    }

    /** What all of their processes have printed so far. */
    byte[] output() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        for (DemoAgent agent : all) {
            output.write(agent.output());
        }
        return output.toByteArray();
    }

    @Override
    public void close() {
        all.forEach(DemoAgent::close);
    }
}
