package dev.writeback.agent.audit;

import dev.writeback.agent.config.AuditSettings;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventNotKeptException;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.files.AuditFiles;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * The audit: one file, one writer thread, group commit, like the journal. What is told while one batch is on its way to the
 * disk shares the next one.
 *
 * <p>When a batch cannot be written, nothing of it is in the file, whoever waits for it is told so, and {@link #works} is
 * false until something could be written again. A file that was moved away or replaced is noticed within seconds: the audit goes
 * on with what is there now, and the gap is on record. Thread-safe.
 */
public final class AuditLog implements Events, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private static final int QUEUE = 4096;
    private static final int BATCH = 256;

    /** As the journal's. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** After that, few records are signed as well as many. */
    private static final Duration LONGEST_UNSIGNED = Duration.ofMinutes(10);

    /** Between two tries of what failed. */
    private static final Duration REST = Duration.ofSeconds(5);

    private static final Duration ROTATION_REST = Duration.ofMinutes(1);

    /** Of what a token takes to sign, as much again is left to the records. */
    private static final int SIGNING_SHARE = 10;

    private final AuditSettings settings;
    private final String agent;
    private final Supplier<Optional<KeyRecord>> signing;
    private final Clock clock;
    private final Clock steady;
    private final List<SinkQueue> sinks;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer;
    private volatile boolean broken;
    private volatile boolean closing;
    private volatile Place last;

    // What follows belongs to the writer.
    private AuditFile file;
    private HeadFile head;
    private boolean headFails;
    private Instant nextLook;
    private long firstOfFile;
    private Instant fileBegan;
    private int unsigned;
    private Instant signedAt;
    private Instant nextSigning;
    private Instant nextRotation;

    /** @param kept empty when nobody waits for it */
    private record Entry(List<Event> events, Instant time, Optional<CompletableFuture<Boolean>> kept) {
        static Entry of(Event event, Instant time) {
            return new Entry(List.of(event), time, Optional.empty());
        }
    }

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
        this.agent = agent;
        this.signing = signing;
        this.sinks = sinks.stream()
                .map(sink -> new SinkQueue(sink, SinkQueue.CAPACITY, this, threads))
                .toList();
        this.clock = clock;
        this.steady = steady;
        this.head = opened.head();
        this.file = opened.file();
        this.last = opened.last();
        this.firstOfFile = opened.firstOfFile();
        this.fileBegan = opened.began().orElse(clock.instant());
        this.signedAt = steady.instant();
        this.nextSigning = steady.instant();
        this.nextRotation = steady.instant();
        this.nextLook = steady.instant().plus(REST);
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
                audit.append(List.of(Entry.of(opened.event(), clock.instant())));
            } catch (IOException e) {
                audit.closeFiles();
                throw e;
            }
            audit.forceHead();
            audit.sign();
            audit.sinks.forEach(SinkQueue::start);
            audit.writer.start();
            return audit;
        } catch (IOException e) {
            throw AuditUnusableException.unwritable(settings.file(), e);
        }
    }

    @Override
    public void tell(Event event) {
        if (closing || !waiting.offer(Entry.of(event, clock.instant()))) {
            lost.incrementAndGet();
        }
    }

    @Override
    public void record(List<Event> events) {
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        try {
            Entry entry = new Entry(List.copyOf(events), clock.instant(), Optional.of(kept));
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
        return last.number();
    }

    /** Events that nobody waited for and that could not be written, since the last record that says so. */
    public long lost() {
        return lost.get();
    }

    private void write() {
        List<Entry> batch = new ArrayList<>(BATCH);
        try {
            while (!closing || !waiting.isEmpty()) {
                Entry first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH - 1);
                    keep(batch);
                    batch.clear();
                }
                lookAfterTheFile();
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
    private void lookAfterTheFile() {
        try {
            goOnIfItWasTakenAway();
            signIfDue();
            rotateIfDue();
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    /** Somebody may have moved the file away, deleted it, or put a copy in its place: what is written would be nowhere. */
    private void goOnIfItWasTakenAway() {
        if (steady.instant().isBefore(nextLook)) {
            return;
        }
        nextLook = steady.instant().plus(REST);
        if (file.isInPlace()) {
            return;
        }
        log.atError()
                .setMessage("the audit's file was moved, deleted or replaced while it was written")
                .addKeyValue("file", settings.file())
                .log();
        try {
            Opened again = Opened.of(settings.file());
            closeFiles();
            file = again.file();
            head = again.head();
            last = again.last();
            firstOfFile = again.firstOfFile();
            fileBegan = again.began().orElse(clock.instant());
            append(List.of(Entry.of(again.event(), clock.instant())));
            sign();
        } catch (IOException | AuditUnusableException e) {
            complain(e);
        }
    }

    private void keep(List<Entry> batch) {
        try {
            append(batch);
            batch.forEach(entry -> entry.kept().ifPresent(kept -> kept.complete(true)));
        } catch (IOException | RuntimeException e) {
            complain(e);
            batch.forEach(entry -> failed(entry, e));
        }
    }

    private void failed(Entry entry, Exception why) {
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

    private void append(List<Entry> batch) throws IOException {
        Place place = last;
        List<AuditRecord> records = new ArrayList<>(batch.size());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        for (Entry entry : batch) {
            for (Event event : entry.events()) {
                AuditRecord record = AuditLine.of(place, entry.time(), agent, event);
                bytes.writeBytes(record.line().getBytes(StandardCharsets.UTF_8));
                bytes.write('\n');
                place = place.next(record.line());
                records.add(record);
            }
        }
        try {
            file.append(bytes.toByteArray());
        } catch (IOException e) {
            file.takeBack();
            throw e;
        }
        last = place;
        unsigned += records.size();
        for (SinkQueue sink : sinks) {
            records.forEach(sink::offer);
        }
        writeHead(place);
    }

    /** The records are kept, whatever becomes of the head. */
    private void writeHead(Place place) {
        try {
            head.write(place);
            headFails = false;
        } catch (IOException e) {
            complainOfTheHead(e);
        }
    }

    private void forceHead() {
        try {
            head.force();
        } catch (IOException e) {
            complainOfTheHead(e);
        }
    }

    private void complainOfTheHead(IOException e) {
        if (!headFails) {
            log.atError()
                    .setMessage("the head of the audit cannot be written: an end that is cut off may not be missed")
                    .addKeyValue("cause", e.toString())
                    .log();
        }
        headFails = true;
    }

    private void signIfDue() {
        Instant now = steady.instant();
        boolean due = unsigned >= settings.checkpointEvery()
                || unsigned > 0 && !now.isBefore(signedAt.plus(LONGEST_UNSIGNED));
        if (due && !now.isBefore(nextSigning)) {
            sign();
        }
    }

    /** A token that is away, or a full disk, leaves the records unsigned for a while. */
    private void sign() {
        if (unsigned == 0) {
            return;
        }
        Instant now = steady.instant();
        try {
            Optional<KeyRecord> key = signing.get();
            if (key.isPresent()) {
                Instant time = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                Event event = new Checkpoint(agent, last, time, settings.checkpointEvery()).signedBy(key.get());
                append(List.of(Entry.of(event, time)));
                unsigned = 0;
                signedAt = now;
                forceHead();
            }
        } catch (KeyUnavailableException | IllegalStateException e) {
            log.atWarn()
                    .setMessage("the audit's records are not signed yet; tried again")
                    .addKeyValue("cause", e.getMessage())
                    .log();
        } catch (IOException e) {
            complain(e);
        }
        Duration took = Duration.between(now, steady.instant());
        boolean isSigned = unsigned == 0;
        nextSigning = steady.instant().plus(isSigned ? took.multipliedBy(SIGNING_SHARE) : max(REST, took));
    }

    private static Duration max(Duration rest, Duration took) {
        Duration share = took.multipliedBy(SIGNING_SHARE);
        return share.compareTo(rest) > 0 ? share : rest;
    }

    private void rotateIfDue() {
        boolean full = file.size() >= settings.fileBytes();
        boolean old = !safelyPast().isBefore(fileBegan.plus(settings.fileAge()));
        if ((full || old) && !steady.instant().isBefore(nextRotation)) {
            nextRotation = steady.instant().plus(ROTATION_REST);
            rotate();
        }
    }

    private void rotate() {
        sign();
        Path later = AuditFiles.earlier(settings.file(), firstOfFile);
        try {
            file = file.rotate(later);
        } catch (IOException | AuditUnusableException e) {
            log.atWarn()
                    .setMessage("the audit goes on in the same file: another one cannot be begun")
                    .addKeyValue("cause", e.toString())
                    .log();
            return;
        }
        firstOfFile = last.number() + 1;
        fileBegan = clock.instant();
        nextRotation = steady.instant();
        try {
            append(List.of(Entry.of(
                    Event.of(EventType.AUDIT_CONTINUED).with("previousFile", String.valueOf(later.getFileName())),
                    fileBegan)));
            prune();
            sign();
        } catch (IOException e) {
            complain(e);
        }
    }

    /** A host's clock that jumped ahead must not make anything look old. */
    private Instant safelyPast() {
        Instant byHost = clock.instant();
        Instant bySteady = steady.instant();
        return byHost.isBefore(bySteady) ? byHost : bySteady;
    }

    /** One file at most for each that was begun, the oldest; how old it is its successor says, not the file system. */
    private void prune() throws IOException {
        List<Path> earlier = AuditFiles.earlier(settings.file());
        if (earlier.size() < 2 || !isPastItsTime(earlier.get(1))) {
            return;
        }
        long upTo = AuditFiles.firstRecord(settings.file(), earlier.get(1)) - 1;
        append(List.of(Entry.of(
                Event.of(EventType.AUDIT_PRUNED)
                        .with("file", String.valueOf(earlier.get(0).getFileName()))
                        .with("upTo", upTo),
                clock.instant())));
        try {
            Files.deleteIfExists(earlier.get(0));
        } catch (IOException e) {
            log.atWarn()
                    .setMessage("an audit file past its time cannot be deleted; tried again with the next file")
                    .addKeyValue("cause", e.toString())
                    .log();
        }
    }

    /** @param successor of the file in question: its first record is younger than all of that */
    private boolean isPastItsTime(Path successor) throws IOException {
        Instant keepFrom = safelyPast().minus(settings.keep());
        try (BufferedReader reader = Files.newBufferedReader(successor, StandardCharsets.UTF_8)) {
            return Optional.ofNullable(reader.readLine())
                    .flatMap(ReadLine::of)
                    .filter(first -> first.time().isBefore(keepFrom))
                    .isPresent();
        }
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
            sign();
            closeFiles();
        }
        sinks.forEach(SinkQueue::close);
    }

    private void closeFiles() {
        try {
            head.close();
            file.close();
        } catch (IOException e) {
            log.atWarn()
                    .setMessage("the audit was not closed well")
                    .addKeyValue("cause", e.toString())
                    .log();
        }
    }
}
