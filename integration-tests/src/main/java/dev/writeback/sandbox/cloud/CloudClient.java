package dev.writeback.sandbox.cloud;

import dev.writeback.agent.relay.RelayException;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.envelope.AckOpener;
import dev.writeback.protocol.envelope.AckOpening;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.RequestSealer;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.secret.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests and waits for their acks. An ack is matched by the {@code rjti} and {@code rdig} that its signature covers,
 * by nothing that stands outside; the first valid one is final. Thread-safe.
 */
public final class CloudClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CloudClient.class);

    /** After that an agent is called anew. */
    private static final Duration CALL = Duration.ofSeconds(5);

    private final CloudConfig config;
    private final Clock clock;
    private final CloudKeys keys;
    private final RequestSealer sealer;
    private final AckOpener opener;
    private final CloudRelay relay;
    private final Fleet fleet = new Fleet();
    private final Map<RequestId, Open> open = new ConcurrentHashMap<>();
    private final AtomicLong rejected = new AtomicLong();

    private record Open(SealedRequest request, long since, CompletableFuture<Reply> reply) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - since);
        }
    }

    private CloudClient(CloudConfig config, CloudKeys keys, Clock clock, SecureRandom random) throws RelayException {
        this.config = config;
        this.clock = clock;
        this.keys = keys;
        this.sealer = new RequestSealer(keys.signing(), config.issuer(), config.audience(), clock, random);
        this.opener = new AckOpener(KeyRing.of(keys.ack()), keys.agents(), config.audience(), clock);
        this.relay = new CloudRelay(config.relay(), this::onReply);
    }

    /**
     * Reads the keys, connects and begins to read replies.
     *
     * @throws CloudException when a key file is not what it should be
     * @throws RelayException when the relay's connection string or certificates cannot be used
     */
    public static CloudClient connect(CloudConfig config, Clock clock, SecureRandom random)
            throws CloudException, RelayException {
        return new CloudClient(config, CloudKeys.read(config), clock, random);
    }

    /** What it was configured with. */
    public CloudConfig config() {
        return config;
    }

    /** The agents' public keys as of now. */
    public KeyRing agentKeys() {
        return keys.agents().get();
    }

    /**
     * Asks every agent for a sign of life, and with it for its policy. With several agents this has to come before the
     * first request, and again when one was started or configured.
     *
     * @param patience for those that do not answer
     */
    public RollCall callRoll(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Set<String> silent = new LinkedHashSet<>(agentKeys().agents());
        Set<String> present = new LinkedHashSet<>();
        while (!silent.isEmpty() && System.nanoTime() < end) {
            Map<String, CompletableFuture<Reply>> calls = new LinkedHashMap<>();
            silent.forEach(agent -> calls.put(agent, call(agent, Duration.ofNanos(end - System.nanoTime()))));
            for (Map.Entry<String, CompletableFuture<Reply>> called : calls.entrySet()) {
                if (hasAnswered(called.getValue())) {
                    present.add(called.getKey());
                }
            }
            silent.removeAll(present);
        }
        return fleet.settle(present);
    }

    /** A ping that this agent alone can read. It may pass through the hands of others, and be lost there. */
    private CompletableFuture<Reply> call(String agent, Duration left) {
        SealedRequest ping = sealer.seal(
                Draft.ping(), Optional.empty(), Optional.empty(), agentKeys().ofAgent(agent));
        return send(ping, left.compareTo(CALL) < 0 ? left : CALL);
    }

    private static boolean hasAnswered(CompletableFuture<Reply> call) throws InterruptedException {
        try {
            return call.get() instanceof Reply.Acknowledged;
        } catch (ExecutionException e) {
            log.atWarn().setMessage("an agent was not called").setCause(e).log();
            return false;
        }
    }

    /**
     * Seals a request to every agent with a live key that runs under the policy in force. The secrets stay the caller's.
     *
     * @throws IllegalArgumentException as {@link RequestSealer#seal}
     * @throws IllegalStateException when there are several agents and no policy is in force
     */
    public SealedRequest seal(Draft draft, Optional<Secret> newPassword, Optional<Secret> currentPassword) {
        return sealer.seal(draft, newPassword, currentPassword, fleet.recipients(agentKeys()));
    }

    /** Sends a request and waits for its ack until the request is closed, {@code exp} and twice the skew. */
    public CompletableFuture<Reply> send(SealedRequest request) {
        return send(request, Duration.between(clock.instant(), request.closesAt()));
    }

    /**
     * Sends a request and waits that long for its ack. The same request may be sent again after its reply.
     *
     * @return fails with the relay's exception when the relay does not take it
     */
    public CompletableFuture<Reply> send(SealedRequest request, Duration patience) {
        Open entry = new Open(request, System.nanoTime(), new CompletableFuture<>());
        open.put(request.id(), entry);
        var unusedEnd = entry.reply().whenComplete((reply, error) -> open.remove(request.id(), entry));
        entry.reply().completeOnTimeout(new Reply.Silence(patience), patience.toMillis(), TimeUnit.MILLISECONDS);
        var unusedSend = relay.send(request.body(), request.id().value(), timeToLive(request.expiresAt()))
                .whenComplete((sent, error) -> {
                    if (error != null) {
                        entry.reply().completeExceptionally(error);
                    }
                });
        return entry.reply();
    }

    /** Sends any bytes as if they were a request, and waits for no answer: completes when the relay has them. */
    public CompletableFuture<Void> post(byte[] body, String messageId) {
        return relay.send(body, messageId, Optional.empty());
    }

    /** How many replies were not the valid answer to an open request. */
    public long rejectedReplies() {
        return rejected.get();
    }

    /** Empty for a request that is too late already: the agent's answer to it is worth having. */
    private Optional<Duration> timeToLive(Instant expiresAt) {
        return Optional.of(Duration.between(clock.instant(), expiresAt)).filter(left -> left.toMillis() > 0);
    }

    private void onReply(byte[] body) {
        AckOpening opening =
                opener.open(body, id -> Optional.ofNullable(open.get(id)).map(Open::request));
        if (opening instanceof AckOpening.Accepted accepted) {
            fleet.heard(accepted.agent(), accepted.policy());
            Open entry = open.get(accepted.ack().request());
            if (entry != null) {
                entry.reply()
                        .complete(new Reply.Acknowledged(accepted.ack(), accepted.id(), accepted.agent(), entry.age()));
            }
        } else if (opening instanceof AckOpening.Rejected refused) {
            rejected.incrementAndGet();
            log.atDebug()
                    .setMessage("reply rejected")
                    .addKeyValue("rejection", refused.why().label())
                    .log();
        }
    }

    @Override
    public void close() {
        relay.close();
        open.values().forEach(entry -> entry.reply().cancel(false));
    }
}
