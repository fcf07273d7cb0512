package dev.writeback.sandbox.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.writeback.sandbox.desk.CloudService;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.servicebus.EmbeddedServiceBus;
import dev.writeback.sandbox.servicebus.EmbeddedServiceBusSettings;
import dev.writeback.sandbox.servicebus.access.AccessPolicy;
import dev.writeback.sandbox.servicebus.access.Right;
import dev.writeback.sandbox.servicebus.broker.QueueSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A running site: relay, directory if wanted, and a folder with everything that an agent and a cloud need. */
public final class Site implements AutoCloseable {
    private static final int SHARED_KEY_BYTES = 32;

    private final SiteFolder folder;
    private final EmbeddedServiceBus relay;
    private final Optional<EmbeddedDirectory> directory;
    private final Optional<SiteDirectory> reached;
    private Optional<CloudService> desk = Optional.empty();

    private Site(
            SiteFolder folder,
            EmbeddedServiceBus relay,
            Optional<EmbeddedDirectory> directory,
            Optional<SiteDirectory> given) {
        this.folder = folder;
        this.relay = relay;
        this.directory = directory;
        this.reached = directory.map(SiteDirectory::of).or(() -> given);
    }

    /**
     * Starts the servers and writes the files. Keys of an earlier run in the same folder are kept; ports, certificates and
     * the relay's access keys are new each time.
     *
     * @throws SiteException when the folder is not for this use
     */
    public static Site open(SiteSettings settings, Clock clock, SecureRandom random) throws IOException, SiteException {
        SiteFolder folder = SiteFolder.open(settings.folder());
        folder.folder(SiteAgent.FIRST.stateFolder());
        // The directory takes longest to start: the rest is done meanwhile.
        CompletableFuture<Optional<EmbeddedDirectory>> directory =
                CompletableFuture.supplyAsync(() -> startDirectory(settings));
        EmbeddedServiceBus relay = null;
        try {
            SiteKeys.provide(folder, clock, random);
            relay = EmbeddedServiceBus.start(relaySettings(settings.locks(), random));
            Site site = new Site(folder, relay, directory.join(), settings.given());
            site.writeFiles(settings);
            return site;
        } catch (IOException | RuntimeException e) {
            if (relay != null) {
                relay.close();
            }
            var unused = directory.thenAccept(started -> started.ifPresent(EmbeddedDirectory::close));
            throw e;
        }
    }

    private static Optional<EmbeddedDirectory> startDirectory(SiteSettings settings) {
        return settings.embedded().map(EmbeddedDirectory::start);
    }

    private static EmbeddedServiceBusSettings relaySettings(SiteSettings.Locks locks, SecureRandom random) {
        AccessPolicy agent = policy(
                SiteFiles.AGENT_POLICY,
                List.of(SiteFiles.REQUESTS),
                List.of(SiteFiles.REPLIES, SiteFiles.PRESENCE),
                random);
        AccessPolicy cloud = policy(
                SiteFiles.CLOUD_POLICY,
                List.of(SiteFiles.REPLIES, SiteFiles.PRESENCE),
                List.of(SiteFiles.REQUESTS),
                random);
        return EmbeddedServiceBusSettings.of(
                        List.of(
                                QueueSettings.named(SiteFiles.REQUESTS).withLockDuration(locks.duration()),
                                QueueSettings.named(SiteFiles.REPLIES),
                                QueueSettings.named(SiteFiles.PRESENCE)),
                        List.of(agent, cloud))
                .withKeepLocksOnConnectionLoss(locks.keptOnConnectionLoss());
    }

    /** Least privilege: what one side reads, the other writes. */
    private static AccessPolicy policy(String name, List<String> reads, List<String> writes, SecureRandom random) {
        byte[] key = new byte[SHARED_KEY_BYTES];
        random.nextBytes(key);
        Map<String, Set<Right>> rights = new HashMap<>();
        reads.forEach(queue -> rights.put(queue, Set.of(Right.LISTEN)));
        writes.forEach(queue -> rights.put(queue, Set.of(Right.SEND)));
        return new AccessPolicy(name, Base64.getEncoder().encodeToString(key), rights);
    }

    private void writeFiles(SiteSettings settings) throws IOException {
        SiteFiles files = new SiteFiles(folder);
        files.writeRelay(relay);
        files.writeCloud("");
        if (reached.isPresent()) {
            files.writeDirectory(reached.get());
            files.writeAgent(SiteAgent.FIRST, settings, reached.get());
        } else {
            files.writeAgentToFillIn(settings);
        }
    }

    /**
     * Starts the cloud that runs all the time: it enrols agents and hears them. It ends with the site.
     *
     * @throws SiteException when it cannot reach the site's own relay
     */
    public CloudService openDesk(Clock clock, SecureRandom random) throws IOException, SiteException {
        CloudService started = SiteDesk.open(folder, relay, clock, random);
        desk = Optional.of(started);
        return started;
    }

    public EmbeddedServiceBus relay() {
        return relay;
    }

    /** Empty when the directory is somebody else's. */
    public Optional<EmbeddedDirectory> directory() {
        return directory;
    }

    /** A file in the folder, whether it exists or not. */
    public Path file(String name) {
        return folder.path(name);
    }

    public Path agentConfig() {
        return file(SiteAgent.FIRST.config());
    }

    /** Another {@code agent.yaml}, beside the usual one, that differs in this alone. */
    public Path agentConfigWithResponseTimeout(Duration timeout, SiteSettings settings) throws IOException {
        return new SiteFiles(folder)
                .writeAgent(
                        SiteAgent.FIRST.configuredBy("agent-patient.yaml"),
                        settings.withTimes(settings.locks(), timeout),
                        reached.orElseThrow());
    }

    /**
     * Makes one more agent and enlists it with the cloud. It works on the same queue and the same directory.
     *
     * @param settings those of its {@code agent.yaml}
     * @return its {@code agent.yaml}
     */
    public Path enlist(String agentId, SiteSettings settings, Clock clock, SecureRandom random) throws IOException {
        SiteAgent agent = SiteAgent.further(agentId);
        folder.folder(agent.stateFolder());
        SiteKeys.enlist(folder, agent, clock, random);
        return new SiteFiles(folder).writeAgent(agent, settings, reached.orElseThrow());
    }

    public Path cloudConfig() {
        return file(SiteFiles.CLOUD_CONFIG);
    }

    /**
     * What must never be seen in an agent's output: the keys to relay, directory and key store.
     *
     * @throws IOException when a file of the site is gone
     */
    public List<byte[]> secrets() throws IOException {
        String connection = folder.read("agent.connection").strip();
        String sharedKey = connection.substring(connection.indexOf("SharedAccessKey=") + "SharedAccessKey=".length());
        List<byte[]> secrets = new ArrayList<>();
        secrets.add(sharedKey.getBytes(UTF_8));
        secrets.add(folder.read(SiteAgent.FIRST.pin()).strip().getBytes(UTF_8));
        reached.ifPresent(present -> secrets.add(present.bindPassword()));
        return secrets;
    }

    /** A port of 127.0.0.1 that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        desk.ifPresent(CloudService::close);
        try {
            directory.ifPresent(EmbeddedDirectory::close);
        } finally {
            relay.close();
        }
    }
}
