package dev.writeback.agent.presence;

import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayNotice;
import dev.writeback.agent.relay.RelayTransport;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.agent.trust.Rotation;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.envelope.AgentMessageSealer;
import dev.writeback.protocol.envelope.SealedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to what time brings, every minute: the rollover of the agent's keys, its announcement, and a heartbeat. What the
 * cloud has said is answered with a heartbeat of its own, at once; so is a wish to ping. Thread-safe.
 */
public final class Steward implements AutoCloseable {
    /** Between two heartbeats (PWB/1, section 4). */
    public static final Duration INTERVAL = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(Steward.class);

    private final AgentTrust trust;
    private final AgentMessageSealer sealer;
    private final RelayTransport relay;
    private final Heartbeats heartbeats;
    private final Pings pings;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean telling = new AtomicBoolean();

    public Steward(
            AgentTrust trust, AgentMessageSealer sealer, RelayTransport relay, Heartbeats heartbeats, Pings pings) {
        this.trust = trust;
        this.sealer = sealer;
        this.relay = relay;
        this.heartbeats = heartbeats;
        this.pings = pings;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "steward");
            named.setDaemon(true);
            return named;
        });
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        this.thread = executor;
    }

    /** Begins now, and goes on with each interval. */
    public void start(Duration interval) {
        var unused = thread.scheduleWithFixedDelay(this::minute, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        var unusedToo = thread.scheduleWithFixedDelay(
                this::tellOfAChange, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** When the relay last took a heartbeat. */
    public Optional<Instant> lastHeartbeat() {
        return heartbeats.lastSuccess();
    }

    /** Something has changed that the cloud waits to hear of; of several that wait, one is sent. */
    public void tellSoon() {
        if (telling.compareAndSet(false, true)) {
            soon(() -> {
                telling.set(false);
                safely(heartbeats::beat);
            });
        }
    }

    /** An administrator wants new keys now: they are made when this returns, and announced at once. */
    public Rotation rotate() {
        Rotation rotation = trust.rotate();
        soon(this::minute);
        return rotation;
    }

    private void soon(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            log.atDebug().setMessage("the agent stops; the cloud hears no more").log();
        }
    }

    /** Asks the cloud for an answer, through the relay and back. Comes within {@link Pings#LIMIT}; does not block. */
    public CompletionStage<PingResult> ping() {
        return pings.begin(ping -> {
            try {
                thread.execute(() -> safely(() -> heartbeats.beat(ping)));
            } catch (RejectedExecutionException e) {
                ping.fail("the agent stops");
            }
        });
    }

    /** Whether this agent serves is not to be known a minute late. */
    private void tellOfAChange() {
        safely(() -> {
            if (heartbeats.isOutdated()) {
                heartbeats.beat();
            }
        });
    }

    private void minute() {
        safely(() -> trust.step().ifPresent(this::announce));
        safely(heartbeats::beat);
    }

    /** What throws would end the repetition without a word. */
    private static void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.atError()
                    .setMessage("the keys were not seen to, or no heartbeat was sent")
                    .setCause(e)
                    .log();
        }
    }

    private void announce(AgentTrust.Announcement due) {
        try {
            SealedMessage sealed = sealer.announcement(due.epoch(), due.keys());
            relay.publish(new RelayNotice(RelayNotice.Kind.KEYS, sealed.body(), sealed.id(), sealed.expiresAt()));
            log.atInfo()
                    .setMessage("the agent's keys were announced")
                    .addKeyValue("epoch", due.epoch())
                    .log();
        } catch (RelayException | KeyUnavailableException | IllegalStateException e) {
            log.atWarn()
                    .setMessage("the agent's new keys were not announced; tried again in a minute")
                    .addKeyValue("cause", String.valueOf(e.getMessage()))
                    .log();
        }
    }

    /** Ends after what is at hand; nothing that is on its way is interrupted. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
            thread.shutdownNow();
        }
    }
}
