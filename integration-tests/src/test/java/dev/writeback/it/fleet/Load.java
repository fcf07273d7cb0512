package dev.writeback.it.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Resets at a steady rate, each of another user with another password. */
final class Load implements AutoCloseable {
    private static final Duration OLD = Duration.ofDays(2);

    private final CloudClient cloud;
    private final EmbeddedDirectory directory;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Map<Integer, CompletableFuture<Void>> milestones = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();

    /** One reset under way. */
    record Sent(String user, byte[] password, SealedRequest request, CompletableFuture<Reply> reply) {}

    Load(CloudClient cloud, EmbeddedDirectory directory) {
        this.cloud = cloud;
        this.directory = directory;
    }

    /** As if these users had had their passwords for long: a redelivery can then tell a new one from an old one. */
    void age(int users) {
        Instant old = Instant.now().minus(OLD);
        for (int n = 1; n <= users; n++) {
            directory.setPasswordWritten(user(n), old);
        }
    }

    private static String user(int number) {
        return String.format("u%02d", number);
    }

    /** Sends that many, so many a second, and returns when the last one was sent. */
    List<Sent> send(int number, int perSecond) throws InterruptedException {
        clockwork.scheduleAtFixedRate(
                () -> sendOne(number), 0, Duration.ofSeconds(1).toNanos() / perSecond, TimeUnit.NANOSECONDS);
        clockwork.awaitTermination(Duration.ofSeconds(number).toMillis(), TimeUnit.MILLISECONDS);
        return List.copyOf(sent);
    }

    private void sendOne(int number) {
        int n = next.incrementAndGet();
        String user = user(n);
        byte[] password = ("Fleet-Passw0rd-" + n).getBytes(UTF_8);
        Subject subject =
                new Subject(Subject.Format.OBJECT_GUID, directory.guidOf(user).toString());
        try (Secret secret = Secret.copyOf(password)) {
            SealedRequest request =
                    cloud.seal(Draft.reset(subject, Initiator.self()), Optional.of(secret), Optional.empty());
            sent.add(new Sent(user, password, request, cloud.send(request)));
        }
        sent(n).complete(null);
        if (n == number) {
            clockwork.shutdown();
        }
    }

    /** Completes when that many were sent. */
    CompletableFuture<Void> sent(int number) {
        return milestones.computeIfAbsent(number, key -> new CompletableFuture<>());
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
