package dev.writeback.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.OperationSettings;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.cloud.CloudException;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.process.SecretTraces;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteException;
import dev.writeback.sandbox.site.SiteSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A running demonstration: site, agent and cloud. {@link #close} stops all three. */
public final class Demo implements AutoCloseable {
    // One operation is off, so that its refusal can be shown.
    /** A lock ends with the connection of the agent that held it: nobody watches a demonstration wait for a minute. */
    private static final SiteSettings.Locks LOCKS = new SiteSettings.Locks(Duration.ofSeconds(60), false);

    private static final OperationSettings OPERATIONS = new OperationSettings(true, true, false, true, true);
    private static final String AGENT_OUTPUT = "agent.log";

    private final Site site;
    private final DemoAgent agent;
    private final CloudClient client;
    private final DemoStage stage;
    private final Forge forge;
    private final Duration untilReady;

    private Demo(
            Site site, DemoAgent agent, CloudClient client, Clock clock, SecureRandom random, Duration untilReady) {
        this.site = site;
        this.agent = agent;
        this.client = client;
        this.stage = new DemoStage(site.directory().orElseThrow(), new DemoCloud(client), agent.http(), random);
        this.forge = new Forge(client, clock, random);
        this.untilReady = untilReady;
    }

    /**
     * Starts everything and waits until the agent is ready.
     *
     * @param folder gets all files of the site
     * @param command how an agent is started
     */
    public static Demo start(Path folder, AgentCommand command, Clock clock, SecureRandom random)
            throws IOException, InterruptedException, SiteException, ConfigException, CloudException, RelayException {
        int port = Site.freePort();
        Site site = Site.open(
                SiteSettings.in(folder, port).withOperations(OPERATIONS).withTimes(LOCKS, Duration.ofSeconds(10)),
                clock,
                random);
        DemoAgent agent = null;
        try {
            agent = DemoAgent.start(command, site.agentConfig(), site.file(AGENT_OUTPUT), new AgentHttp(port));
            CloudClient client =
                    CloudClient.connect(new CloudConfigLoader(System::getenv).load(site.cloudConfig()), clock, random);
            Duration untilReady = agent.awaitReady();
            return new Demo(site, agent, client, clock, random, untilReady);
        } catch (IOException
                | InterruptedException
                | ConfigException
                | CloudException
                | RelayException
                | RuntimeException e) {
            if (agent != null) {
                agent.close();
            }
            site.close();
            throw e;
        }
    }

    /**
     * Runs all steps.
     *
     * @param observer gets each result as it comes
     */
    public List<StepResult> run(Consumer<StepResult> observer) throws InterruptedException {
        UnlockSteps unlocks = new UnlockSteps(stage);
        List<Step> steps = new ArrayList<>(List.of(unlocks.ping()));
        steps.addAll(new ResetSteps(stage).steps());
        steps.addAll(new ChangeSteps(stage).steps());
        steps.addAll(unlocks.steps());
        steps.addAll(new HostileSteps(stage, forge).steps());
        steps.addAll(new CrashSteps(stage, site, agent).steps());
        steps.add(new Step("no secret in what the agent wrote", "-", Expectation.noAck(), this::findNoSecret));
        List<StepResult> results = new ArrayList<>();
        for (Step step : steps) {
            StepResult result = step.run();
            results.add(result);
            observer.accept(result);
        }
        return results;
    }

    private Observation findNoSecret() throws IOException {
        List<byte[]> secrets = new ArrayList<>(stage.passwords().all());
        secrets.addAll(site.secrets());
        byte[] output = agent.output();
        List<String> traces = new ArrayList<>(SecretTraces.in(output, secrets));
        traces.addAll(SecretTraces.in(agent.http().metrics().getBytes(UTF_8), secrets));
        return Observation.of(Optional.empty())
                .check("the agent wrote something to look at", output.length > 0)
                .check("no secret stands there, found as " + traces, traces.isEmpty());
    }

    /** From the start of the agent's process until it said that it was ready. */
    public Duration untilReady() {
        return untilReady;
    }

    /** Leaves the replies to another cloud: there must be one only that reads them. */
    public void leaveRepliesToOthers() {
        client.close();
    }

    /** The site, for those who keep it running. */
    public Site site() {
        return site;
    }

    /** The agent's local endpoint. */
    public AgentHttp http() {
        return agent.http();
    }

    @Override
    public void close() {
        try {
            client.close();
        } finally {
            try {
                agent.close();
            } finally {
                site.close();
            }
        }
    }
}
