package dev.writeback.agent.journal;

import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.protocol.message.RequestId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable journal: one SQLite file, one writer thread, group commit. What callers ask for while one commit is on its
 * way to the disk shares the next one, so the cost of an fsync is divided among the requests in flight.
 *
 * <p>An intent or a conclusion returns when it is on the disk. An admission returns earlier: until an intent or a
 * conclusion follows, which commits it too, nothing has been done that a crash could make forgotten.
 *
 * <p>When a commit fails (a full disk, a failing one), every call in it fails with {@link JournalBrokenException},
 * nothing of it is kept, and no further request is admitted until {@link #hasRoom()} has seen a write of its own reach
 * the disk. A commit that had nothing to write proves nothing: it never touches the disk.
 */
public final class SqliteJournal implements Journal {
    /** The journal's file in the agent's state directory. */
    public static final String FILE = "journal.sqlite";

    private static final Logger log = LoggerFactory.getLogger(SqliteJournal.class);

    /** More than the requests in flight can ask for at one time. */
    private static final int QUEUE = 1024;

    private static final int BATCH = 256;

    /** Less than the reserve of a relay's lock; what is written later all the same is found by the next delivery. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JournalFile file;
    private final Clock clock;
    private final Clock steady;
    private final int capacity;
    private final Waypoints waypoints;
    private final BlockingQueue<Command<?>> commands = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicInteger size = new AtomicInteger();
    private final Thread writer;
    private volatile boolean broken;
    private volatile boolean closing;

    private interface Work<T> {
        T on(JournalFile file) throws SQLException;
    }

    /** @param durable the caller waits for the commit */
    private record Command<T>(Work<T> work, boolean durable, CompletableFuture<T> result) {}

    private SqliteJournal(
            JournalFile file, Clock clock, Clock steady, int capacity, ThreadFactory threads, Waypoints waypoints)
            throws SQLException {
        this.file = file;
        this.clock = clock;
        this.steady = steady;
        this.capacity = capacity;
        this.waypoints = waypoints;
        size.set(file.count());
        writer = threads.newThread(this::write);
        writer.setName("journal-writer");
    }

    /**
     * Opens the journal, or makes a new one where there is none.
     *
     * @param steady a clock that nobody sets: what may be forgotten by it and by the host's is forgotten
     * @param capacity the most entries kept at one time
     * @throws JournalUnusableException when the file is damaged, is not a journal, is of a newer version, cannot be
     *     written, or is in use by another agent; the message says what to do
     */
    public static SqliteJournal open(
            Path path, Clock clock, Clock steady, int capacity, ThreadFactory threads, Waypoints waypoints) {
        JournalFile file = JournalFile.open(path);
        try {
            SqliteJournal journal = new SqliteJournal(file, clock, steady, capacity, threads, waypoints);
            journal.writer.start();
            return journal;
        } catch (SQLException e) {
            file.close();
            throw JournalUnusableException.damaged(path, e);
        }
    }

    @Override
    public Optional<JournalEntry> admit(RequestId id, String digest, Instant keepUntil) {
        requireSound();
        return ask(false, journal -> {
            Optional<JournalEntry> known = journal.find(id);
            if (known.isEmpty()) {
                if (!makeRoom(journal)) {
                    throw new JournalFullException(capacity);
                }
                journal.insert(id, digest, clock.instant(), keepUntil);
                size.incrementAndGet();
            }
            return known;
        });
    }

    @Override
    public Optional<JournalEntry> find(RequestId id) {
        return ask(false, journal -> journal.find(id));
    }

    @Override
    public void intend(RequestId id, Intent intent) {
        requireSound();
        ask(true, journal -> {
            journal.intend(id, intent);
            waypoints.passed(Waypoint.INTENT_WRITTEN);
            return true;
        });
    }

    @Override
    public void conclude(RequestId id, Conclusion conclusion) {
        ask(true, journal -> {
            journal.conclude(id, conclusion);
            waypoints.passed(Waypoint.CONCLUSION_WRITTEN);
            return true;
        });
    }

    /** The requests of which it is not known whether their write was made, oldest first. */
    public List<RequestId> unconcluded() {
        return ask(false, JournalFile::unconcluded);
    }

    @Override
    public boolean hasRoom() {
        if (!broken && size.get() < capacity) {
            return true;
        }
        try {
            boolean room = ask(true, journal -> {
                journal.proveWriting(clock.instant());
                return makeRoom(journal);
            });
            broken = false;
            return room;
        } catch (JournalBrokenException e) {
            return false;
        }
    }

    @Override
    public int size() {
        return size.get();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    private void requireSound() {
        if (broken) {
            throw new JournalBrokenException("the journal could not be written; nothing is begun until it can");
        }
    }

    private boolean makeRoom(JournalFile journal) throws SQLException {
        if (size.get() >= capacity) {
            size.addAndGet(-journal.forget(safelyPast()));
        }
        return size.get() < capacity;
    }

    /** A host's clock that jumped ahead must not make a request forgotten that can still be delivered. */
    private Instant safelyPast() {
        Instant byHost = clock.instant();
        Instant bySteady = steady.instant();
        return byHost.isBefore(bySteady) ? byHost : bySteady;
    }

    private <T> T ask(boolean durable, Work<T> work) {
        Command<T> command = new Command<>(work, durable, new CompletableFuture<>());
        try {
            if (closing || !commands.offer(command, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new JournalBrokenException("the journal takes no more calls");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalBrokenException("interrupted before the journal took the call");
        }
        try {
            return command.result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            broken = true;
            throw new JournalBrokenException("the disk did not take it within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalBrokenException("interrupted while the journal was writing");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof JournalFullException full) {
                throw full;
            }
            throw new JournalBrokenException("the journal could not keep it: " + e.getCause());
        }
    }

    private void write() {
        List<Command<?>> batch = new ArrayList<>(BATCH);
        try {
            writeUntilClosed(batch);
        } finally {
            closing = true;
            commands.drainTo(batch);
            batch.forEach(command ->
                    command.result().completeExceptionally(new JournalBrokenException("the journal is closed")));
        }
    }

    private void writeUntilClosed(List<Command<?>> batch) {
        while (!closing || !commands.isEmpty()) {
            try {
                Command<?> first = commands.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    commands.drainTo(batch, BATCH - 1);
                    commit(batch);
                    batch.clear();
                }
            } catch (InterruptedException e) {
                closing = true;
            }
        }
    }

    /** One transaction for the whole batch. Results that need no durability are given before the commit. */
    private void commit(List<Command<?>> batch) {
        List<Runnable> afterCommit = new ArrayList<>(batch.size());
        int sizeBefore = size.get();
        try {
            for (Command<?> command : batch) {
                run(command, afterCommit);
            }
            file.commit();
        } catch (SQLException e) {
            broken = true;
            size.set(sizeBefore);
            file.rollBack();
            log.atError()
                    .setMessage("the journal could not be written; the agent takes nothing until it can")
                    .addKeyValue("cause", e.getMessage())
                    .log();
            batch.forEach(command -> command.result().completeExceptionally(e));
            return;
        }
        afterCommit.forEach(Runnable::run);
    }

    private <T> void run(Command<T> command, List<Runnable> afterCommit) throws SQLException {
        T result;
        try {
            result = command.work().on(file);
        } catch (RuntimeException e) {
            // This command alone: it changed nothing, and the others of the batch are none of its business.
            command.result().completeExceptionally(e);
            return;
        }
        if (command.durable()) {
            afterCommit.add(() -> command.result().complete(result));
        } else {
            command.result().complete(result);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
