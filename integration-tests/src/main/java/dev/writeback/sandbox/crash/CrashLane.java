package dev.writeback.sandbox.crash;

import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.cloud.CloudException;
import dev.writeback.sandbox.samba.SambaServer;
import dev.writeback.sandbox.servicebus.QueueView;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteException;
import dev.writeback.sandbox.site.SiteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A site on which one agent after the other is killed. The agent that has taken over is the next to be killed, and its
 * successor's process is there before. Not thread-safe; {@link #close} stops all of it.
 */
final class CrashLane implements AutoCloseable {
    private static final String REQUESTS = "requests";
    private static final String HOSTS = "hosts";
    private static final Duration LOCK = Duration.ofSeconds(9);
    private static final Duration RESPONSE = Duration.ofSeconds(2);
    /** With this time limit the lock is too short for any write: each one is given back. */
    private static final int NEVER_FENCED_IN = 20;

    private static final Duration TO_THE_POINT = Duration.ofSeconds(30);
    private static final Duration TO_DRAIN = Duration.ofSeconds(60);
    private static final long LAST_BYTES_MILLIS = 200;
    private static final int LONGEST_MOMENT_MILLIS = 500;
    private static final int ONE_IN_FOREIGN = 4;

    private final Site site;
    private final CrashDirectory directory;
    private final AnswerGate gate;
    private final QueueView queue;
    private final CloudClient client;
    private final Traffic traffic;
    private final Path log;
    private final Path releasing;
    private Optional<Victim> running = Optional.empty();
    private Optional<Victim> spare = Optional.empty();
    private boolean runningReleases;

    private CrashLane(Site site, CrashDirectory directory, AnswerGate gate, CloudClient client, Path releasing) {
        this.site = site;
        this.directory = directory;
        this.gate = gate;
        this.queue = site.relay().queue(REQUESTS);
        this.client = client;
        this.traffic = new Traffic(directory);
        this.log = site.file("agents.log");
        this.releasing = releasing;
    }

    /**
     * Starts a site with an embedded directory.
     *
     * @param folder gets its files
     * @param keepsLocks whether its relay keeps the locks of a lost connection until they expire
     */
    static CrashLane onEmbedded(Path folder, boolean keepsLocks)
            throws IOException, SiteException, ConfigException, CloudException, RelayException {
        return open(folder, keepsLocks, EmbeddedCrashDirectory.start());
    }

    /**
     * Starts a site with a Samba AD domain controller.
     *
     * @param folder gets its files
     * @param keepsLocks whether its relay keeps the locks of a lost connection until they expire
     * @param lane whose users it takes
     */
    static CrashLane onSamba(Path folder, boolean keepsLocks, SambaServer server, int lane)
            throws IOException, SiteException, ConfigException, CloudException, RelayException {
        return open(folder, keepsLocks, SambaCrashDirectory.open(server, lane));
    }

    private static CrashLane open(Path folder, boolean keepsLocks, CrashDirectory directory)
            throws IOException, SiteException, ConfigException, CloudException, RelayException {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        AnswerGate gate = AnswerGate.before(directory.address());
        SiteSettings settings = SiteSettings.in(folder, Site.freePort())
                .withoutLimits()
                .withTimes(new SiteSettings.Locks(LOCK, keepsLocks), RESPONSE)
                .withGiven(directory.reachedAt(gate.port()));
        Site site = Site.open(settings, clock, random);
        try {
            Files.writeString(site.file(HOSTS), "127.0.0.1 localhost " + directory.host() + "\n");
            Path releasing = site.agentConfigWithResponseTimeout(Duration.ofSeconds(NEVER_FENCED_IN), settings);
            CloudClient client =
                    CloudClient.connect(new CloudConfigLoader(System::getenv).load(site.cloudConfig()), clock, random);
            return new CrashLane(site, directory, gate, client, releasing);
        } catch (IOException | ConfigException | CloudException | RelayException | RuntimeException e) {
            site.close();
            gate.close();
            directory.close();
            throw e;
        }
    }

    /**
     * Kills an agent as planned, lets another take over, and checks.
     *
     * @param attempt how often this plan has been tried before
     */
    Findings run(CrashPlan plan, int attempt) throws IOException, InterruptedException {
        Random random = plan.random(attempt);
        Findings findings = new Findings();
        ready(plan.point().road() == CrashPoint.Road.RELEASE);
        List<Traffic.Order> orders = traffic.batch(random);
        Map<String, Long> before = lastWrites(orders);
        List<Sent> sent = killAfterSending(plan, orders, random, findings);
        TimeUnit.MILLISECONDS.sleep(LAST_BYTES_MILLIS);
        List<ForeignWrite> foreign =
                random.nextInt(ONE_IN_FOREIGN) == 0 ? foreignWrite(sent, before, random) : List.of();
        takeOver();
        sent.forEach(each -> each.reply().join());
        awaitDrained();
        new Checker(directory, plan, foreign, before, findings).check(sent);
        new AuditCheck(site.file("state/audit.jsonl"), site.file("agents.jwks")).check(plan, sent, findings);
        settle(orders, foreign);
        return findings;
    }

    private List<Sent> killAfterSending(CrashPlan plan, List<Traffic.Order> orders, Random random, Findings findings)
            throws IOException, InterruptedException {
        CrashPoint point = plan.point();
        int passing = 1 + random.nextInt(2);
        if (point.road() != CrashPoint.Road.RECOVERY) {
            return kill(point, passing, orders, random, findings);
        }
        List<CrashPoint> before = CrashPoint.beforeRecovery();
        List<Sent> sent = kill(before.get(random.nextInt(before.size())), passing, orders, random, findings);
        Victim second = takeSpare();
        second.arm(point, 1);
        second.beginStart(site.agentConfig());
        running = Optional.of(second);
        runningReleases = false;
        count(second.awaitAt(point, TO_THE_POINT), findings);
        second.kill();
        return sent;
    }

    private List<Sent> kill(CrashPoint point, int passing, List<Traffic.Order> orders, Random random, Findings findings)
            throws IOException, InterruptedException {
        Victim victim = running.orElseThrow();
        if (point.waypoint().isPresent()) {
            victim.arm(point, passing);
            List<Sent> sent = send(orders);
            count(victim.awaitAt(point, TO_THE_POINT), findings);
            victim.kill();
            return sent;
        }
        if (point.equals(CrashPoint.ANY_MOMENT)) {
            List<Sent> sent = send(orders);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MOMENT_MILLIS));
            victim.kill();
            findings.killed();
            return sent;
        }
        Map<String, Long> before = lastWrites(orders);
        gate.holdWhen(() -> writesSince(before) >= passing);
        List<Sent> sent = send(orders);
        count(gate.awaitHeld(TO_THE_POINT), findings);
        victim.kill();
        gate.release();
        return sent;
    }

    private int writesSince(Map<String, Long> before) {
        return before.entrySet().stream()
                .mapToInt(account ->
                        directory.writes(account.getKey(), account.getValue()).size())
                .sum();
    }

    private Map<String, Long> lastWrites(List<Traffic.Order> orders) {
        return orders.stream()
                .flatMap(order -> order.user().stream())
                .distinct()
                .collect(Collectors.toMap(user -> user, directory::lastWrite));
    }

    private static void count(boolean reached, Findings findings) {
        if (reached) {
            findings.killed();
        } else {
            findings.missed();
        }
    }

    private List<Sent> send(List<Traffic.Order> orders) {
        List<Sent> sent = new ArrayList<>();
        for (Traffic.Order order : orders) {
            Optional<Secret> next = order.newSecret();
            Optional<Secret> current = order.currentSecret();
            try {
                var request = client.seal(order.shortLived(), next, current);
                sent.add(new Sent(order, request, client.send(request)));
            } finally {
                next.ifPresent(Secret::close);
                current.ifPresent(Secret::close);
            }
        }
        return sent;
    }

    /** An administrator resets the password of one user who has not heard from us yet. */
    private List<ForeignWrite> foreignWrite(List<Sent> sent, Map<String, Long> before, Random random) {
        List<Sent> open = sent.stream()
                .filter(each -> each.order().writesPassword()
                        && !each.order().refused()
                        && !each.reply().isDone())
                .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        String user = open.get(random.nextInt(open.size())).order().user().orElseThrow();
        byte[] password = Traffic.password(random, 16);
        Set<String> delivered = sent.stream()
                .map(each -> each.request().id().value())
                .filter(queue::wasDelivered)
                .collect(Collectors.toSet());
        directory.reset(user, password);
        long sequence =
                directory.writes(user, before.getOrDefault(user, 0L), password).get(0);
        return List.of(new ForeignWrite(user, password, sequence, Instant.now(), delivered));
    }

    private void ready(boolean releases) throws IOException, InterruptedException {
        if (running.isPresent() && runningReleases == releases) {
            return;
        }
        if (running.isPresent()) {
            running.get().kill();
        }
        Victim next = takeSpare();
        next.start(releases ? releasing : site.agentConfig());
        running = Optional.of(next);
        runningReleases = releases;
    }

    private void takeOver() throws IOException, InterruptedException {
        running = Optional.empty();
        ready(false);
    }

    /** Nothing but this machine has a name there, and the directory's leads to the gate. */
    private Victim prepare() throws IOException {
        return Victim.prepare(log, List.of("-Djdk.net.hosts.file=" + site.file(HOSTS)));
    }

    private Victim takeSpare() throws IOException {
        Victim taken = spare.isPresent() ? spare.get() : prepare();
        spare = Optional.of(prepare());
        return taken;
    }

    /** Until the relay has nothing left: what is delivered again after its ack may still do harm. */
    private void awaitDrained() throws InterruptedException {
        long end = System.nanoTime() + TO_DRAIN.toNanos();
        QueueView.Depth depth = queue.depth();
        while (depth.waiting() + depth.locked() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
            depth = queue.depth();
        }
        if (depth.waiting() + depth.locked() > 0) {
            throw new IllegalStateException("the relay still holds requests that were answered: " + depth);
        }
    }

    private void settle(List<Traffic.Order> orders, List<ForeignWrite> foreign) {
        for (Traffic.Order order : orders) {
            List<byte[]> candidates = new ArrayList<>(order.next().stream().toList());
            foreign.forEach(write -> candidates.add(write.password()));
            order.user().ifPresent(user -> traffic.settle(user, candidates));
        }
    }

    @Override
    public void close() throws IOException {
        running.ifPresent(Victim::close);
        spare.ifPresent(Victim::close);
        CompletableFuture<Void> unused = CompletableFuture.runAsync(client::close);
        site.close();
        gate.close();
        directory.close();
    }
}
