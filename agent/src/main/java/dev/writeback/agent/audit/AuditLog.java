package dev.writeback.agent.audit;

import dev.writeback.agent.config.AuditSettings;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventNotKeptException;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import dev.writeback.protocol.crypto.KeyRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit: one chain of records, one writer thread, group commit, like the journal. What is told while one batch is on its way
 * to the disk shares the next one.
 *
 * <p>When a batch cannot be written, nothing of it is in the file, whoever waits for it is told so, and {@link #works} is
 * false until something could be written again. Thread-safe.
 */
public final class AuditLog implements Events, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private static final int QUEUE = 4096;
    private static final int BATCH = 256;

    /** As the journal's. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AuditSettings settings;
    private final AuditChain chain;
    private final List<SinkQueue> sinks;
    private final Clock clock;
    private final BlockingQueue<AuditEntry> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer;
    private volatile boolean broken;
    private volatile boolean closing;

    private AuditLog(
            AuditSettings settings,
            String agent,
            Supplier<Optional<KeyRecord>> signing,
            List<AuditSink> sinks,
            Clock clock,
            Clock steady,
            ThreadFactory threads,
            Opened opened) {
        this.settings = settings;
        this.sinks = sinks.stream()
                .map(sink -> new SinkQueue(sink, SinkQueue.CAPACITY, this, threads))
                .toList();
        this.chain = new AuditChain(
                settings,
                agent,
                signing,
                clock,
                steady,
                opened,
                record -> this.sinks.forEach(sink -> sink.offer(record)));
        this.clock = clock;
        this.writer = threads.newThread(this::write);
        writer.setName("audit-writer");
    }

    /**
     * Goes on with the audit of the settings' file, or begins one, and signs where it stands.
     *
     * @param signing the agent's signing key of that moment; without one, records stay unsigned until there is
     * @param sinks where all records go beside the file, the first one too
     * @param clock the host's, for the times of records
     * @param steady one that nobody sets, for lengths of time
     * @throws AuditUnusableException when the file cannot be written, or another agent writes it
     */
    public static AuditLog open(
            AuditSettings settings,
            String agent,
            Supplier<Optional<KeyRecord>> signing,
            List<AuditSink> sinks,
            Clock clock,
            Clock steady,
            ThreadFactory threads)
            throws AuditUnusableException {
        try {
            Opened opened = Opened.of(settings.file());
            AuditLog audit = new AuditLog(settings, agent, signing, sinks, clock, steady, threads, opened);
            try {
                audit.chain.begin(opened.event());
            } catch (IOException e) {
                audit.chain.closeFiles();
                throw e;
            }
            audit.sinks.forEach(SinkQueue::start);
            audit.writer.start();
            return audit;
        } catch (IOException e) {
            throw AuditUnusableException.unwritable(settings.file(), e);
        }
    }

    @Override
    public void tell(Event event) {
        if (closing || !waiting.offer(AuditEntry.of(event, clock.instant()))) {
            lost.incrementAndGet();
        }
    }

    @Override
    public void record(List<Event> events) {
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        try {
            AuditEntry entry = new AuditEntry(List.copyOf(events), clock.instant(), Optional.of(kept));
            if (closing || !waiting.offer(entry, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new EventNotKeptException("the audit takes no more records");
            }
            kept.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            broken = true;
            throw new EventNotKeptException(
                    "the disk did not take the audit's record within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventNotKeptException("interrupted while the audit was writing");
        } catch (ExecutionException e) {
            throw new EventNotKeptException("the audit could not keep it: " + e.getCause());
        }
    }

    /** Whether it can be written; after a failure, tries. Events that were lost get a record that counts them. */
    public boolean works() {
        if (!writer.isAlive()) {
            return false;
        }
        long gone = lost.get();
        if (!broken && gone == 0) {
            return true;
        }
        try {
            record(List.of(
                    gone == 0
                            ? Event.of(EventType.AUDIT_RESUMED)
                            : Event.of(EventType.AUDIT_LOST).with("count", gone)));
            lost.addAndGet(-gone);
            broken = false;
            return true;
        } catch (EventNotKeptException e) {
            return false;
        }
    }

    /** Where records go beside the file. */
    public List<SinkQueue> sinks() {
        return List.copyOf(sinks);
    }

    /** Records written so far. Never blocks. */
    public long records() {
        return chain.records();
    }

    /** Events that nobody waited for and that could not be written, since the last record that says so. */
    public long lost() {
        return lost.get();
    }

    private void write() {
        List<AuditEntry> batch = new ArrayList<>(BATCH);
        try {
            while (!closing || !waiting.isEmpty()) {
                AuditEntry first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH - 1);
                    keep(batch);
                    batch.clear();
                }
                lookAfterTheChain();
            }
        } catch (InterruptedException e) {
            closing = true;
        } finally {
            closing = true;
            broken = true;
            waiting.drainTo(batch);
            batch.forEach(entry -> failed(entry, new IOException("the audit is closed")));
        }
    }

    /** Whatever fails in here must not end the writer. */
    private void lookAfterTheChain() {
        try {
            chain.lookAfter();
        } catch (IOException | AuditUnusableException | RuntimeException e) {
            complain(e);
        }
    }

    private void keep(List<AuditEntry> batch) {
        try {
            chain.append(batch);
            batch.forEach(entry -> entry.kept().ifPresent(kept -> kept.complete(true)));
        } catch (IOException | RuntimeException e) {
            complain(e);
            batch.forEach(entry -> failed(entry, e));
        }
    }

    private void failed(AuditEntry entry, Exception why) {
        entry.kept().ifPresentOrElse(kept -> kept.completeExceptionally(why), lost::incrementAndGet);
    }

    private void complain(Exception e) {
        if (!broken) {
            log.atError()
                    .setMessage("the audit cannot be written; the agent answers nothing until it can")
                    .addKeyValue("file", settings.file())
                    .addKeyValue("cause", e.toString())
                    .log();
        }
        broken = true;
    }

    /** Writes what waits, signs it, and gives the sinks two seconds for what they have not seen. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!writer.isAlive()) {
            chain.close();
        }
        sinks.forEach(SinkQueue::close);
    }
}
