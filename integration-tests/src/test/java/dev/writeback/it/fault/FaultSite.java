package dev.writeback.it.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.writeback.agent.Agent;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** A site whose agent, in this process, reaches its directory and its relay over lines that can be made bad. */
final class FaultSite implements AutoCloseable {
    /** So long the agent waits for an answer of the directory. */
    static final Duration RESPONSE = Duration.ofSeconds(2);

    static final Duration LOCK = Duration.ofSeconds(12);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration NEXT_TRY = Duration.ofMillis(50);
    private static final Duration ANSWER = Duration.ofSeconds(110);
    private static final Duration OLD = Duration.ofHours(1);
    private static final int USERS = 20;

    final Site site;
    final EmbeddedDirectory directory;
    final FaultProxy toDirectory;
    final FaultProxy toRelay;
    final Moments moments;
    final AgentHttp http;
    private final Agent agent;
    private final BackdatedClock cloudClock;
    private final CloudClient cloud;
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicInteger passwords = new AtomicInteger();
    private final List<Attempt> attempts = new ArrayList<>();

    private FaultSite(
            Site site,
            FaultProxy toDirectory,
            FaultProxy toRelay,
            Moments moments,
            AgentHttp http,
            Agent agent,
            BackdatedClock cloudClock,
            CloudClient cloud) {
        this.site = site;
        this.directory = site.directory().orElseThrow();
        this.toDirectory = toDirectory;
        this.toRelay = toRelay;
        this.moments = moments;
        this.http = http;
        this.agent = agent;
        this.cloudClock = cloudClock;
        this.cloud = cloud;
    }

    /** @param keepsLocks whether the relay keeps the locks of a lost connection until they expire */
    static FaultSite open(Path folder, boolean keepsLocks) throws Exception {
        quieten();
        int port = Site.freePort();
        SiteSettings settings = SiteSettings.in(folder, port)
                .withoutLimits()
                .withTimes(new SiteSettings.Locks(LOCK, keepsLocks), RESPONSE);
        Site site = Site.open(settings, Clock.systemUTC(), new SecureRandom());
        EmbeddedDirectory directory = site.directory().orElseThrow();
        FaultProxy toDirectory = FaultProxy.before(directory.port());
        FaultProxy toRelay = FaultProxy.before(site.relay().port());
        replace(site.agentConfig(), directory.url(), "ldaps://localhost:" + toDirectory.port());
        replace(site.file("agent.connection"), ":" + site.relay().port(), ":" + toRelay.port());
        Moments moments = new Moments();
        Agent agent = Agent.start(
                new AgentConfigLoader(System::getenv).load(site.agentConfig()),
                Clock.systemUTC(),
                new SecureRandom(),
                moments);
        BackdatedClock cloudClock = new BackdatedClock();
        CloudClient cloud = CloudClient.connect(
                new CloudConfigLoader(System::getenv).load(site.cloudConfig()), cloudClock, new SecureRandom());
        FaultSite opened =
                new FaultSite(site, toDirectory, toRelay, moments, new AgentHttp(port), agent, cloudClock, cloud);
        opened.awaitReady();
        opened.serve();
        return opened;
    }

    /** Faults are what this is about: neither the agent nor the embedded servers need to say that they met one. */
    private static void quieten() {
        for (String name : List.of("dev.writeback", "com.azure", "org.apache.directory")) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                logger.setLevel(Level.OFF);
            }
        }
    }

    private static void replace(Path file, String what, String by) throws Exception {
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, by));
    }

    void awaitReady() {
        await().atMost(SOON)
                .pollInterval(NEXT_TRY)
                .untilAsserted(() -> assertThat(http.isReady()).isTrue());
    }

    void awaitNotReady() {
        await().atMost(SOON)
                .pollInterval(NEXT_TRY)
                .untilAsserted(() -> assertThat(http.isReady()).isFalse());
    }

    /** A user resets a password. */
    Attempt reset() {
        return sealed(nextUser(), Duration.ZERO).get();
    }

    /**
     * Somebody who waits for nothing, and whose password is old: of one that was written a moment ago a redelivery could not
     * tell by whom.
     */
    String nextUser() {
        String user = user(users.getAndIncrement());
        while (waits(user)) {
            user = user(users.getAndIncrement());
        }
        directory.setPasswordWritten(user, Instant.now().minus(OLD));
        return user;
    }

    private static String user(int n) {
        return String.format("u%02d", 1 + n % USERS);
    }

    private boolean waits(String user) {
        return attempts.stream().anyMatch(attempt -> attempt.user().equals(user) && !attempt.isAnswered());
    }

    /**
     * A reset that the cloud has sealed, and sends when it is asked for.
     *
     * @param age how long ago the cloud has sealed it
     */
    Supplier<Attempt> sealed(String user, Duration age) {
        byte[] password = ("Fault-Passw0rd-" + passwords.incrementAndGet() + "!").getBytes(StandardCharsets.UTF_8);
        Subject subject =
                new Subject(Subject.Format.OBJECT_GUID, directory.guidOf(user).toString());
        SealedRequest request;
        cloudClock.back(age);
        try (Secret secret = Secret.copyOf(password)) {
            request = cloud.seal(Draft.reset(subject, Initiator.self()), Optional.of(secret), Optional.empty());
        } finally {
            cloudClock.back(Duration.ZERO);
        }
        return () -> {
            Attempt attempt = new Attempt(directory, user, password, cloud.send(request, ANSWER));
            attempts.add(attempt);
            return attempt;
        };
    }

    /** How long from now until a user who tries again and again is told OK. */
    Duration serve() throws Exception {
        long since = System.nanoTime();
        Attempt attempt = reset();
        while (attempt.ack().outcome() == Outcome.RETRY) {
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(SOON);
            await().pollDelay(NEXT_TRY).until(() -> true);
            attempt = reset();
        }
        Duration needed = Duration.ofNanos(System.nanoTime() - since);
        assertThat(attempt.ack().outcome()).isIn(Outcome.OK, Outcome.OK_ALREADY);
        return needed;
    }

    /**
     * Learns how many records the agent sends to the directory from the durable intent up to the Modify: the last of them
     * is the Modify itself.
     */
    int recordOfTheModify() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        moments.at(Waypoint.INTENT_DURABLE, () -> toDirectory.onRecord(Integer.MAX_VALUE, none -> {}));
        directory.whenApplied(() -> seen.set(toDirectory.records()));
        serve();
        directory.whenApplied(() -> {});
        return seen.get();
    }

    /** Nothing that was told has become untrue since. */
    void assertAllStillTrue() throws Exception {
        for (Attempt attempt : attempts) {
            attempt.assertTrue(attempt.ack());
        }
    }

    @Override
    public void close() throws Exception {
        cloud.close();
        agent.close();
        toRelay.close();
        toDirectory.close();
        site.close();
    }
}
