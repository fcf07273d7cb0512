package dev.writeback.it.agent;

import dev.writeback.it.fault.FaultProxy;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.Main;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A site whose directory stands behind a line that can be cut, a cloud, and an agent as a process of its own that logs all it can. */
final class AgentSite implements AutoCloseable {
    static final Duration READY = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(40);

    final Site site;
    final EmbeddedDirectory directory;
    final FaultProxy toDirectory;
    final AgentHttp http;
    private final Conditions conditions;
    private CloudClient cloud;
    private AgentProcess agent;

    private AgentSite(
            Site site,
            Conditions conditions,
            FaultProxy toDirectory,
            AgentHttp http,
            CloudClient cloud,
            AgentProcess agent) {
        this.site = site;
        this.conditions = conditions;
        this.directory = site.directory().orElseThrow();
        this.toDirectory = toDirectory;
        this.http = http;
        this.cloud = cloud;
        this.agent = agent;
    }

    static AgentSite start(Path folder) throws Exception {
        return start(folder, Conditions.USUAL);
    }

    static AgentSite start(Path folder, Conditions conditions) throws Exception {
        int port = Site.freePort();
        SiteSettings settings = SiteSettings.in(folder, port).withTimes(conditions.locks(), conditions.response());
        Site site = Site.open(settings, Clock.systemUTC(), new SecureRandom());
        EmbeddedDirectory directory = site.directory().orElseThrow();
        FaultProxy toDirectory = FaultProxy.before(directory.port());
        String config = Files.readString(site.agentConfig())
                .replace(directory.url(), "ldaps://localhost:" + toDirectory.port())
                .replace("stateDirectory: state}", "stateDirectory: " + conditions.state() + ", logLevel: debug}");
        Files.writeString(site.agentConfig(), config);
        AgentHttp http = new AgentHttp(port);
        AgentProcess agent = startAgent(site, conditions);
        CloudClient cloud = connectCloud(site);
        agent.awaitReady(http, READY);
        return new AgentSite(site, conditions, toDirectory, http, cloud, agent);
    }

    private static AgentProcess startAgent(Site site, Conditions conditions) throws Exception {
        return AgentCommand.likeThisProcess(Main.class)
                .shortLived()
                .withEnvironment(conditions.environment())
                .start(site.agentConfig(), site.file("agent.log"));
    }

    private static CloudClient connectCloud(Site site) throws Exception {
        return CloudClient.connect(
                new CloudConfigLoader(System::getenv).load(site.cloudConfig()), Clock.systemUTC(), new SecureRandom());
    }

    CloudClient cloud() {
        return cloud;
    }

    /** Leaves the replies to another consumer: there must be one only. */
    void disconnectCloud() {
        cloud.close();
    }

    /** A new cloud in the place of one that was closed, or whose connection is lost. */
    void connectCloudAgain() throws Exception {
        cloud.close();
        cloud = connectCloud(site);
    }

    AgentProcess agent() {
        return agent;
    }

    /** A new agent in the place of one that was stopped. */
    void startAgentAgain() throws Exception {
        agent = startAgent(site, conditions);
        agent.awaitReady(http, READY);
    }

    /** The same, with other variables beside this process's own. */
    void startAgentAgain(Map<String, String> environment) throws Exception {
        agent = startAgent(site, conditions.withEnvironment(environment));
        agent.awaitReady(http, READY);
    }

    /** The same, where it will not be ready. */
    void startAgentThatCannotServe() throws Exception {
        agent = startAgent(site, conditions);
    }

    Subject user(String name) {
        return new Subject(Subject.Format.OBJECT_GUID, directory.guidOf(name).toString());
    }

    SealedRequest reset(String name, String password) {
        try (Secret secret = Secret.takeOwnershipOf(utf8(password))) {
            return cloud.seal(Draft.reset(user(name), Initiator.self()), Optional.of(secret), Optional.empty());
        }
    }

    CompletableFuture<Reply> send(SealedRequest request) {
        return cloud.send(request, ANSWER);
    }

    Ack answer(SealedRequest request) throws Exception {
        return ackOf(send(request));
    }

    Ack ping() throws Exception {
        return answer(cloud.seal(Draft.ping(), Optional.empty(), Optional.empty()));
    }

    static Ack ackOf(CompletableFuture<Reply> reply) throws Exception {
        if (reply.get(ANSWER.toSeconds() + 5, TimeUnit.SECONDS) instanceof Reply.Acknowledged acknowledged) {
            return acknowledged.ack();
        }
        throw new AssertionError("no ack within " + ANSWER.toSeconds() + " s");
    }

    /** As if the user's password were an hour old, and not as young as this site. */
    void age(String name) {
        directory.setPasswordWritten(name, Instant.now().minus(Duration.ofHours(1)));
    }

    int writesTo(String name) {
        return directory.writes().of(directory.guidOf(name)).size();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        cloud.close();
        agent.close();
        toDirectory.close();
        site.close();
    }
}
