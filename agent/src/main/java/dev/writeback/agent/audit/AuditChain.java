package dev.writeback.agent.audit;

import dev.writeback.agent.config.AuditSettings;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain of records on the disk: its present file, the head, the signatures, the earlier files and their end. Belongs to one
 * thread, but for {@link #records}.
 *
 * <p>A file that was moved away or replaced is noticed within seconds: the chain goes on with what is there now, and the gap is
 * on record.
 */
final class AuditChain {
    private static final Logger log = LoggerFactory.getLogger(AuditChain.class);

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
    private final Consumer<AuditRecord> written;
    private AuditFile file;
    private HeadFile head;
    private volatile Place last;
    private long firstOfFile;
    private Instant fileBegan;
    private int unsigned;
    private boolean headFails;
    private Instant nextLook;
    private Instant signedAt;
    private Instant nextSigning;
    private Instant nextRotation;

    /** @param written is told of each record that is in the file */
    AuditChain(
            AuditSettings settings,
            String agent,
            Supplier<Optional<KeyRecord>> signing,
            Clock clock,
            Clock steady,
            Opened opened,
            Consumer<AuditRecord> written) {
        this.settings = settings;
        this.agent = agent;
        this.signing = signing;
        this.clock = clock;
        this.steady = steady;
        this.written = written;
        this.head = opened.head();
        this.file = opened.file();
        this.last = opened.last();
        this.firstOfFile = opened.firstOfFile();
        this.fileBegan = opened.began().orElse(clock.instant());
        this.signedAt = steady.instant();
        this.nextSigning = steady.instant();
        this.nextRotation = steady.instant();
        this.nextLook = steady.instant().plus(REST);
    }

    /** Says how it was found, and signs where it stands. */
    void begin(Event found) throws IOException {
        append(found, clock.instant());
        forceHead();
        sign();
    }

    /** The number of the last one. Never blocks; for any thread. */
    long records() {
        return last.number();
    }

    /** What is due: a look whether the file is still there, a signature, another file. */
    void lookAfter() throws IOException, AuditUnusableException {
        goOnIfItWasTakenAway();
        signIfDue();
        rotateIfDue();
    }

    /** Somebody may have moved the file away, deleted it, or put a copy in its place: what is written would be nowhere. */
    private void goOnIfItWasTakenAway() throws IOException, AuditUnusableException {
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
        Opened again = Opened.of(settings.file());
        closeFiles();
        file = again.file();
        head = again.head();
        last = again.last();
        firstOfFile = again.firstOfFile();
        fileBegan = again.began().orElse(clock.instant());
        append(again.event(), clock.instant());
        sign();
    }

    private void append(Event event, Instant time) throws IOException {
        append(List.of(AuditEntry.of(event, time)));
    }

    /** All of it or, when this throws, nothing. */
    void append(List<AuditEntry> batch) throws IOException {
        Place place = last;
        List<AuditRecord> records = new ArrayList<>(batch.size());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        for (AuditEntry entry : batch) {
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
        records.forEach(written);
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

    private void signIfDue() throws IOException {
        Instant now = steady.instant();
        boolean due = unsigned >= settings.checkpointEvery()
                || unsigned > 0 && !now.isBefore(signedAt.plus(LONGEST_UNSIGNED));
        if (due && !now.isBefore(nextSigning)) {
            sign();
        }
    }

    /** A token that is away leaves the records unsigned for a while. */
    private void sign() throws IOException {
        if (unsigned == 0) {
            return;
        }
        Instant begin = steady.instant();
        try {
            Optional<KeyRecord> key = signing.get();
            if (key.isPresent()) {
                Instant time = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                append(new Checkpoint(agent, last, time, settings.checkpointEvery()).signedBy(key.get()), time);
                unsigned = 0;
                signedAt = begin;
                forceHead();
            }
        } catch (KeyUnavailableException | IllegalStateException e) {
            log.atWarn()
                    .setMessage("the audit's records are not signed yet; tried again")
                    .addKeyValue("cause", e.getMessage())
                    .log();
        } finally {
            Instant end = steady.instant();
            Duration share = Duration.between(begin, end).multipliedBy(SIGNING_SHARE);
            nextSigning = end.plus(unsigned == 0 || share.compareTo(REST) > 0 ? share : REST);
        }
    }

    private void rotateIfDue() throws IOException {
        boolean full = file.size() >= settings.fileBytes();
        boolean old = !safelyPast().isBefore(fileBegan.plus(settings.fileAge()));
        if ((full || old) && !steady.instant().isBefore(nextRotation)) {
            nextRotation = steady.instant().plus(ROTATION_REST);
            rotate();
        }
    }

    private void rotate() throws IOException {
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
        append(
                Event.of(EventType.AUDIT_CONTINUED).with("previousFile", String.valueOf(later.getFileName())),
                fileBegan);
        prune();
        sign();
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
        append(
                Event.of(EventType.AUDIT_PRUNED)
                        .with("file", String.valueOf(earlier.get(0).getFileName()))
                        .with("upTo", upTo),
                clock.instant());
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

    /** Signs what is not signed yet. */
    void close() {
        try {
            sign();
        } catch (IOException e) {
            log.atWarn()
                    .setMessage("the audit's last records are not signed")
                    .addKeyValue("cause", e.toString())
                    .log();
        }
        closeFiles();
    }

    /** As they are. */
    void closeFiles() {
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
