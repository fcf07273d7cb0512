package dev.writeback.agent.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** One written password under watch. Used by one thread. */
final class Verification {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int PART = 4;

    private final WrittenPassword written;
    private final Instant since;
    private final Instant deadline;
    private final Set<String> have = new LinkedHashSet<>();
    private Instant next;

    Verification(WrittenPassword written, Instant since, Duration within) {
        this.written = written;
        this.since = since;
        this.deadline = since.plus(within);
        this.next = earlier(since.plus(SHORTEST), deadline);
    }

    WrittenPassword written() {
        return written;
    }

    /** The servers that were seen to have it. */
    Set<String> have() {
        return have;
    }

    Duration age(Instant now) {
        return Duration.between(since, now);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(deadline);
    }

    /** When it is to be looked at. */
    Instant next() {
        return next;
    }

    /** Again after a quarter of its age, so that a lag is known to that part of it; the last time at the deadline. */
    void lookAgain(Instant now) {
        Duration wait = age(now).dividedBy(PART);
        Duration bounded = wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        next = earlier(now.plus(bounded), deadline);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
