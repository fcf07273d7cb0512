package dev.writeback.it.pair;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Resets at a steady rate, each with a password of its own, of each user at most one at a time. */
final class SteadyResets implements AutoCloseable {
    private final CloudClient cloud;
    private final Map<String, UUID> users;
    private final Queue<String> free;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger leftOut = new AtomicInteger();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();

    /**
     * One reset.
     *
     * @param at when it was sent, by the machine's monotonic time
     */
    record Sent(String user, byte[] password, long at, CompletableFuture<Reply> reply) {}

    SteadyResets(CloudClient cloud, Map<String, UUID> users) {
        this.cloud = cloud;
        this.users = users;
        this.free = new ConcurrentLinkedQueue<>(users.keySet());
    }

    void start(int perSecond) {
        clockwork.scheduleAtFixedRate(this::send, 0, Duration.ofSeconds(1).toNanos() / perSecond, TimeUnit.NANOSECONDS);
    }

    private void send() {
        String user = free.poll();
        if (user == null) {
            leftOut.incrementAndGet();
            return;
        }
        byte[] password = ("P4ir-Failover-" + number.incrementAndGet() + "!").getBytes(UTF_8);
        Subject subject = new Subject(
                Subject.Format.OBJECT_GUID,
                Optional.ofNullable(users.get(user)).orElseThrow().toString());
        try (Secret secret = Secret.copyOf(password)) {
            SealedRequest request =
                    cloud.seal(Draft.reset(subject, Initiator.self()), Optional.of(secret), Optional.empty());
            Sent next = new Sent(user, password, System.nanoTime(), cloud.send(request));
            sent.add(next);
            var unused = next.reply().thenRun(() -> free.add(user));
        }
    }

    /** Sends no more; all that were sent. */
    List<Sent> stop() throws InterruptedException {
        clockwork.shutdown();
        if (!clockwork.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a request was not sent within 10 s");
        }
        return List.copyOf(sent);
    }

    /** How many were due while no user was free. */
    int leftOut() {
        return leftOut.get();
    }

    /** How many were answered by a server of that name so far. */
    long answeredBy(String server) {
        return sent.stream()
                .filter(each -> each.reply().getNow(new Reply.Silence(Duration.ZERO)) instanceof Reply.Acknowledged said
                        && said.ack().server().equals(Optional.of(server)))
                .count();
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
