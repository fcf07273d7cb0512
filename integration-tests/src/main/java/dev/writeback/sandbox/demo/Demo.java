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
    /** A lock ends with the connection of the agent that held it, or soon: nobody watches a demonstration wait for a minute. */
    private static final SiteSettings.Locks LOCKS = new SiteSettings.Locks(Duration.ofSeconds(9), false);

    private static final Duration RESPONSE = Duration.ofSeconds(2);

    // One operation is off, so that its refusal can be shown.
    private static final OperationSettings OPERATIONS = new OperationSettings(true, true, false, true, true);
    private static final String FIRST = "hq-1";
    private static final String AGENT_OUTPUT = "agent.log";

    private final Site site;
    private final DemoAgents agents;
    private final CloudClient client;
    private final DemoStage stage;
    private final Forge forge;
    private final Duration untilReady;

    private Demo(
            Site site, DemoAgents agents, CloudClient client, Clock clock, SecureRandom random, Duration untilReady) {
        this.site = site;
        this.agents = agents;
        this.client = client;
        this.stage = new DemoStage(
                site.directory().orElseThrow(),
                new DemoCloud(client),
                agents.first().http(),
                random);
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
        SiteSettings settings =
                SiteSettings.in(folder, port).withOperations(OPERATIONS).withTimes(LOCKS, RESPONSE);
        Site site = Site.open(settings, clock, random);
        DemoAgent agent = null;
        try {
            agent = DemoAgent.start(FIRST, command, site.agentConfig(), site.file(AGENT_OUTPUT), new AgentHttp(port));
            CloudClient client =
                    CloudClient.connect(new CloudConfigLoader(System::getenv).load(site.cloudConfig()), clock, random);
            Duration untilReady = agent.awaitReady();
            DemoAgents agents = new DemoAgents(agent, command, site, settings, client, clock, random);
            return new Demo(site, agents, client, clock, random, untilReady);
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
        steps.addAll(new CrashSteps(stage, site, agents).steps());
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
        byte[] output = agents.output();
        List<String> traces = new ArrayList<>(SecretTraces.in(output, secrets));
        traces.addAll(SecretTraces.in(agents.first().http().metrics().getBytes(UTF_8), secrets));
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
        return agents.first().http();
    }

    @Override
    public void close() {
        try {
            client.close();
        } finally {
            try {
                agents.close();
            } finally {
                site.close();
            }
        }
    }
}
