package dev.writeback.sandbox.bench;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.Intent;
import dev.writeback.agent.journal.SqliteJournal;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.RequestId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Requests that the journal keeps per second, each admitted, intended and concluded, beside the rate of bare fsyncs on the
 * same disk in the same run: one request waits for two of them, and those in flight share theirs.
 */
public final class JournalBench {
    private static final int PAGE = 4096;
    private static final int CAPACITY = 2_000_000;

    /**
     * What was measured, per second.
     *
     * @param requests durable requests, all threads together
     * @param alone durable requests of one thread, which shares its commits with nobody
     * @param fsyncs bare writes of one page, each forced to the disk
     */
    public record Result(double requests, double alone, double fsyncs) {}

    /**
     * @param directory where the files are made; the disk that is measured
     * @param inFlight threads that use the journal at the same time
     * @param each how long each of the three is measured
     */
    public Result run(Path directory, int inFlight, Duration each) throws IOException, InterruptedException {
        double fsyncs = fsyncs(directory.resolve("bare"), each);
        try (SqliteJournal journal = SqliteJournal.open(
                directory.resolve("bench.sqlite"),
                Clock.systemUTC(),
                Clock.systemUTC(),
                CAPACITY,
                Thread::new,
                Waypoints.NONE)) {
            requests(journal, inFlight, Duration.ofSeconds(1));
            double requests = requests(journal, inFlight, each);
            return new Result(requests, requests(journal, 1, each), fsyncs);
        }
    }

    private static double fsyncs(Path file, Duration time) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(PAGE);
        long end = System.nanoTime() + time.toNanos();
        long count = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (; System.nanoTime() < end; count++) {
                channel.write(page.clear());
                channel.force(false);
            }
        }
        return perSecond(count, time);
    }

    private static double requests(SqliteJournal journal, int threads, Duration time) throws InterruptedException {
        LongAdder done = new LongAdder();
        long end = System.nanoTime() + time.toNanos();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            pool.execute(() -> {
                while (System.nanoTime() < end) {
                    oneRequest(journal);
                    done.increment();
                }
            });
        }
        pool.shutdown();
        if (!pool.awaitTermination(time.plusSeconds(30).toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the journal did not answer");
        }
        return perSecond(done.sum(), time);
    }

    private static void oneRequest(SqliteJournal journal) {
        RequestId id = new RequestId(UUID.randomUUID().toString());
        Instant until = Instant.now().plusSeconds(300);
        journal.admit(id, "w2Yk3m1tqT0p8oVnB4yG5k1J7z2x9c6v3b0n8m5l4k3", until);
        journal.intend(
                id,
                new Intent(
                        Operation.RESET,
                        "corp",
                        UUID.randomUUID(),
                        "dc1.corp.example.test",
                        Optional.of(UUID.randomUUID()),
                        Optional.of(7L),
                        Optional.of(until),
                        until));
        journal.conclude(id, Conclusion.of(Outcome.OK).at("dc1.corp.example.test"));
    }

    private static double perSecond(long count, Duration time) {
        return count * 1e9 / time.toNanos();
    }
}
