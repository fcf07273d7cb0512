package dev.writeback.sandbox.cli;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.sandbox.bench.RoadBench;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.cloud.CloudException;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteException;
import dev.writeback.sandbox.site.SiteSettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** A road of embedded parts and a real agent, there for as long as it is measured. */
final class BenchedRoad {
    private static final Duration UNTIL_READY = Duration.ofSeconds(30);

    private BenchedRoad() {}

    interface Measurement<T> {
        T of(RoadBench road, AgentHttp agent)
                throws InterruptedException, ExecutionException, LDAPException, GeneralSecurityException;
    }

    /** @throws CommandException when it could not be measured */
    static <T> T measure(AgentCommand agentCommand, Measurement<T> measurement)
            throws InterruptedException, IOException, CommandException {
        ServerNoise.silence();
        int port = Site.freePort();
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        try (Interruption signals = Interruption.listen();
                TemporaryFolder folder = TemporaryFolder.create("writeback-bench");
                Site site = Site.open(SiteSettings.in(folder.path(), port).withoutLimits(), clock, random);
                AgentProcess agent = agentCommand.start(site.agentConfig(), site.file("agent.log"));
                CloudClient cloud = CloudClient.connect(
                        new CloudConfigLoader(System::getenv).load(site.cloudConfig()), clock, random)) {
            AgentHttp http = new AgentHttp(port);
            agent.awaitReady(http, UNTIL_READY);
            return measurement.of(new RoadBench(site, cloud), http);
        } catch (SiteException
                | ConfigException
                | CloudException
                | RelayException
                | ExecutionException
                | LDAPException
                | GeneralSecurityException
                | IllegalStateException e) {
            throw CommandException.failed("the measurement did not work: " + e.getMessage(), e);
        }
    }
}
