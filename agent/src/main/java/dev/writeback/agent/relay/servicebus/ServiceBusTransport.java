package dev.writeback.agent.relay.servicebus;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.writeback.agent.lifecycle.SteadyClock;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayHealth;
import dev.writeback.agent.relay.RelayNotice;
import dev.writeback.agent.relay.RelayRequest;
import dev.writeback.agent.relay.RelayTransport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The relay port on Azure Service Bus.
 *
 * <p>The client's processor is not used: it interrupts its handlers when it is closed. Instead messages are asked for one
 * by one ({@link Intake}) from the client's stream and handled by our own workers, which nobody interrupts.
 *
 * <p>Thread-safe.
 */
public final class ServiceBusTransport implements RelayTransport {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceBusTransport.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PREFLIGHT_LIMIT = Duration.ofSeconds(5);
    private static final Duration SETTLEMENT_PAUSE = Duration.ofMillis(200);
    /** The group of all that agents say unasked; see PWB/1, section 10. */
    private static final String AGENTS = "agents";

    private final ServiceBusTransportSettings settings;
    private final Clock clock;
    private final Clock steady;
    private final LockClock locks;
    private final HealthSignal signal;
    private final HealthProbe probe;
    private final Intake intake;
    private final Receiving receiving;
    private final QueueSender replies;
    private final QueueSender presence;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final ScheduledExecutorService probes;
    private volatile Consumer<RelayRequest> handler = request -> {};

    private ServiceBusTransport(
            ServiceBusTransportSettings settings, RelayAddress address, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.clock = clock;
        this.steady = SteadyClock.startingAt(clock);
        this.locks = new LockClock(steady, clock);
        this.signal = new HealthSignal(clock);
        this.intake = new Intake(settings.inFlight());
        this.workers = new ThreadPoolExecutor(
                settings.inFlight(),
                settings.inFlight(),
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(settings.inFlight()),
                named("relay-worker-"));
        this.timer = timer("relay-timer-");
        this.probes = timer("relay-probe-");
        Clients clients = new Clients(settings);
        this.receiving = new Receiving(
                clients,
                intake,
                this::onMessage,
                signal,
                new FullJitterBackoff(FIRST_PAUSE, LONGEST_PAUSE, random),
                timer,
                settings.operationLimit());
        this.replies = sender(clients, settings.replies());
        this.presence = settings.presence().equals(settings.replies()) ? replies : sender(clients, settings.presence());
        this.probe = new HealthProbe(
                roundTrips(), new TlsPreflight(address, PREFLIGHT_LIMIT), signal, settings.probeLimit());
    }

    /**
     * Makes a transport that is not connected yet.
     *
     * @throws RelayException when the connection string or the CA file is not usable; the message says what is accepted
     */
    public static ServiceBusTransport create(ServiceBusTransportSettings settings, Clock clock, RandomGenerator random)
            throws RelayException {
        RelayAddress address = new Clients(settings).address();
        if (settings.caFile().isPresent()) {
            RelayTrust.add(settings.caFile().get());
        }
        return new ServiceBusTransport(settings, address, clock, random);
    }

    @Override
    public void start(Consumer<RelayRequest> requestHandler) {
        handler = requestHandler;
        receiving.start();
        probe.repeat(probes, settings.probeInterval());
    }

    /** Called on a thread of the client, which must not wait. */
    private void onMessage(ServiceBusReceivedMessage message) {
        noteArrival(message);
        if (!intake.admit()) {
            giveBack(message);
            return;
        }
        try {
            workers.execute(() -> work(message));
        } catch (RejectedExecutionException e) {
            intake.finished();
            giveBack(message);
        }
    }

    private void giveBack(ServiceBusReceivedMessage message) {
        persistently(() -> receiving.client().abandon(message))
                .timeout(settings.operationLimit())
                .subscribe(
                        done -> {},
                        error -> LOG.atWarn()
                                .setMessage("message not given back; it returns when its lock expires")
                                .addKeyValue("messageId", message.getMessageId())
                                .addKeyValue("reason", RelayErrors.describe(error))
                                .log());
    }

    private void work(ServiceBusReceivedMessage message) {
        Instant receivedAt = clock.instant();
        LockRenewal lock = new LockRenewal(
                message,
                this::renew,
                timer,
                locks,
                lockedUntil(message),
                steady,
                steady.instant().plus(settings.lockRenewal()));
        lock.begin();
        try {
            handler.accept(new ServiceBusRequest(message, new ConfirmedChannel(), lock, clock, receivedAt));
        } catch (RuntimeException e) {
            LOG.atError()
                    .setMessage("the handler threw; the message returns when its lock expires")
                    .addKeyValue("messageId", message.getMessageId())
                    .setCause(e)
                    .log();
        } finally {
            lock.end();
            intake.finished();
        }
    }

    /** The relay says it of every delivery of a queue; without it there is no lock that could be trusted. */
    private static Instant lockedUntil(ServiceBusReceivedMessage message) {
        OffsetDateTime until = message.getLockedUntil();
        return until == null ? Instant.EPOCH : until.toInstant();
    }

    private void noteArrival(ServiceBusReceivedMessage message) {
        OffsetDateTime enqueued = message.getEnqueuedTime();
        Instant until = lockedUntil(message);
        if (enqueued != null && until.isAfter(enqueued.toInstant())) {
            locks.arrived(until, enqueued.toInstant());
        }
    }

    private Mono<Instant> renew(ServiceBusReceivedMessage message) {
        return receiving
                .client()
                .renewMessageLock(message)
                .timeout(settings.operationLimit())
                .map(OffsetDateTime::toInstant);
    }

    /**
     * Both directions and both rights: a look past the end of the requests queue by way of its management link, and the
     * sending link of the replies queue, which has to be open for its message size to be known.
     */
    private List<RoundTrip> roundTrips() {
        List<RoundTrip> all = new ArrayList<>();
        all.add(new RoundTrip(
                settings.requests(), () -> receiving.client().peekMessage(Long.MAX_VALUE), receiving::startAfresh));
        all.add(new RoundTrip(settings.replies(), replies::probe, replies::startAfresh));
        if (presence != replies) {
            all.add(new RoundTrip(settings.presence(), presence::probe, presence::startAfresh));
        }
        return List.copyOf(all);
    }

    private QueueSender sender(Clients clients, String queue) {
        return new QueueSender(() -> clients.sender(queue), timer, settings.operationLimit());
    }

    @Override
    public void publish(RelayNotice notice) throws RelayException {
        confirm("the " + notice.kind().subject() + " was not accepted", presence.send(notice(notice)));
    }

    private ServiceBusMessage notice(RelayNotice notice) throws RelayException {
        Duration life = Duration.between(clock.instant(), notice.expiresAt());
        if (life.isNegative() || life.isZero()) {
            throw new RelayException("the " + notice.kind().subject() + " had expired before it could be sent");
        }
        return new ServiceBusMessage(BinaryData.fromBytes(notice.body()))
                .setMessageId(notice.id())
                .setSubject(notice.kind().subject())
                .setContentType(ServiceBusRequest.PACKAGE_TYPE)
                .setSessionId(AGENTS)
                .setTimeToLive(life);
    }

    private void confirm(String failure, Mono<Void> operation) throws RelayException {
        try {
            operation.timeout(settings.operationLimit()).block();
            signal.succeeded();
        } catch (RuntimeException e) {
            throw new RelayException(failure + ": " + RelayErrors.describe(e), e);
        }
    }

    @Override
    public void pause() {
        intake.close();
        signal.paused(true);
    }

    @Override
    public void resume() {
        signal.paused(false);
        intake.open();
    }

    @Override
    public boolean drain(Duration limit) {
        pause();
        return intake.awaitIdle(limit);
    }

    @Override
    public RelayHealth health() {
        return signal.read(intake.inFlight());
    }

    /** Workers that are still busy are left to end by themselves. */
    @Override
    public void close() {
        intake.close();
        signal.closed();
        probes.shutdownNow();
        receiving.close();
        replies.close();
        presence.close();
        timer.shutdownNow();
        workers.shutdown();
    }

    /** Waits for the relay's confirmation on the worker's own thread. */
    private final class ConfirmedChannel implements ServiceBusRequest.Channel {
        @Override
        public void send(ServiceBusMessage reply) throws RelayException {
            confirm("the ack was not accepted", replies.send(reply));
        }

        @Override
        public void complete(ServiceBusReceivedMessage message) throws RelayException {
            confirm(
                    "the message was not removed",
                    persistently(() -> receiving.client().complete(message)));
        }

        @Override
        public void abandon(ServiceBusReceivedMessage message) throws RelayException {
            confirm(
                    "the message was not given back",
                    persistently(() -> receiving.client().abandon(message)));
        }

        @Override
        public void askForNext() {
            intake.askIfPossible();
        }

        @Override
        public void rest(Duration rest) {
            intake.rest();
            var unused = timer.schedule(intake::wake, rest.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Settling twice does no harm: the second time the relay says that the lock is gone. */
    private static Mono<Void> persistently(Supplier<Mono<Void>> settlement) {
        return Mono.defer(settlement)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, SETTLEMENT_PAUSE)
                        .maxBackoff(SETTLEMENT_PAUSE.multipliedBy(8))
                        .filter(RelayErrors::mayPass));
    }

    private static ScheduledExecutorService timer(String threadName) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, named(threadName));
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
