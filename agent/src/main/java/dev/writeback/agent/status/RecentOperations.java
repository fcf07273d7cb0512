package dev.writeback.agent.status;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.pipeline.PipelineObserver;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The last requests that were answered; without the names of users unless those are wanted. Thread-safe; never blocks. */
public final class RecentOperations implements PipelineObserver {
    /** So many are remembered. */
    static final int MOST = 50;

    private final AtomicReferenceArray<Entry> ring = new AtomicReferenceArray<>(MOST);
    private final AtomicLong number = new AtomicLong();
    private final Clock clock;
    private final boolean withSubjects;

    /**
     * One request.
     *
     * @param number in the order of the answers, from 0
     * @param at when its answer was accepted by the relay
     * @param subject empty unless subjects are wanted
     * @param recorded the outcome was recorded by an earlier delivery
     * @param took from the receipt of the delivery
     */
    public record Entry(
            long number,
            Instant at,
            RequestId request,
            Optional<Operation> operation,
            Optional<Subject> subject,
            Outcome outcome,
            Optional<Reason> reason,
            Optional<String> server,
            boolean recorded,
            Duration took) {}

    /**
     * @param withSubjects whether the names of users are remembered
     */
    public RecentOperations(Clock clock, boolean withSubjects) {
        this.clock = clock;
        this.withSubjects = withSubjects;
    }

    @Override
    public void answered(
            RequestId request,
            Optional<Operation> operation,
            Optional<Subject> subject,
            Conclusion conclusion,
            boolean recorded,
            Duration took) {
        long mine = number.getAndIncrement();
        ring.set(
                (int) (mine % MOST),
                new Entry(
                        mine,
                        clock.instant(),
                        request,
                        operation,
                        withSubjects ? subject : Optional.empty(),
                        conclusion.outcome(),
                        conclusion.reason(),
                        conclusion.server(),
                        recorded,
                        took));
    }

    /** Newest first. */
    public List<Entry> newestFirst() {
        List<Entry> entries = new ArrayList<>(MOST);
        for (int i = 0; i < MOST; i++) {
            Entry entry = ring.get(i);
            if (entry != null) {
                entries.add(entry);
            }
        }
        entries.sort(Comparator.comparingLong(Entry::number).reversed());
        return List.copyOf(entries);
    }
}
