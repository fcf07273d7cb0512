package dev.writeback.agent.replication;

import dev.writeback.agent.replication.ReplicationObserver.Result;
import dev.writeback.directory.Account;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.Replicas;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows each written password to the other servers of its directory, until enough of them have it or its time has run out.
 * Thread-safe: whoever writes calls {@link #written}, one thread calls {@link #look}.
 */
public final class ReplicationWatch {
    /** So many at a time; what comes on top is counted and not looked at. */
    static final int MOST = 1000;

    /** A server that kept us waiting for nothing is not asked for a while: there are others to be looked at. */
    private static final Duration REST = Duration.ofSeconds(5);

    private static final Duration LONG = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(ReplicationWatch.class);

    private final String directory;
    private final Replicas replicas;
    private final ReplicationGoal goal;
    private final ReplicationObserver observer;
    private final Clock steady;
    /** Used by the one thread that looks. */
    private final Map<String, Instant> resting = new HashMap<>();
    /** Guarded by itself, as the two below. */
    private final PriorityQueue<Verification> waiting = new PriorityQueue<>(Comparator.comparing(Verification::next));
    /** Those that wait, and the one being looked at. */
    private int underWay;

    private boolean ended;

    /**
     * @param directory its configured name
     * @param steady for lengths of time
     */
    public ReplicationWatch(
            String directory, Replicas replicas, ReplicationGoal goal, ReplicationObserver observer, Clock steady) {
        this.directory = directory;
        this.replicas = replicas;
        this.goal = goal;
        this.observer = observer;
        this.steady = steady;
    }

    /** A password was just written to the account; never blocks for longer than a moment, and never throws. */
    void written(Account account) {
        Optional<WrittenPassword> written = WrittenPassword.to(account);
        if (written.isEmpty()) {
            observer.ended(Result.UNREADABLE, 0);
            return;
        }
        if (!add(new Verification(written.get(), steady.instant(), goal.within()))) {
            observer.ended(Result.DROPPED, 0);
        }
    }

    private boolean add(Verification verification) {
        synchronized (waiting) {
            if (underWay >= MOST) {
                return false;
            }
            underWay++;
            waiting.add(verification);
            waiting.notifyAll();
            return true;
        }
    }

    /** How many are under way. */
    public int underWay() {
        synchronized (waiting) {
            return underWay;
        }
    }

    /**
     * Waits until one is to be looked at.
     *
     * @return false when there will be no more
     * @throws InterruptedException when the thread is
     */
    boolean await() throws InterruptedException {
        synchronized (waiting) {
            while (!ended) {
                Verification first = waiting.peek();
                if (first == null) {
                    waiting.wait();
                } else if (first.next().isAfter(steady.instant())) {
                    // Never zero, which would be for ever.
                    waiting.wait(
                            1 + Duration.between(steady.instant(), first.next()).toMillis());
                } else {
                    return true;
                }
            }
            return false;
        }
    }

    /** Nothing is looked at any more. */
    void end() {
        synchronized (waiting) {
            ended = true;
            waiting.notifyAll();
        }
    }

    /** Looks once at the one whose time came first, if any has. */
    void look() {
        Optional<Verification> due = due();
        if (due.isEmpty()) {
            return;
        }
        boolean goesOn = false;
        try {
            goesOn = lookAt(due.get());
        } finally {
            after(due.get(), goesOn);
        }
    }

    private Optional<Verification> due() {
        Instant now = steady.instant();
        synchronized (waiting) {
            Verification first = waiting.peek();
            return first == null || first.next().isAfter(now) ? Optional.empty() : Optional.of(waiting.remove());
        }
    }

    private void after(Verification verification, boolean goesOn) {
        synchronized (waiting) {
            if (goesOn) {
                waiting.add(verification);
            } else {
                underWay--;
            }
        }
    }

    private boolean lookAt(Verification verification) {
        List<String> others = replicas.beside(verification.written().server());
        for (String server : others) {
            if (!verification.have().contains(server) && hasArrived(verification.written(), server)) {
                verification.have().add(server);
                observer.arrived(verification.age(steady.instant()));
            }
        }
        int have = (int) others.stream().filter(verification.have()::contains).count();
        if (goal.isMet(have, others.size())) {
            observer.ended(Result.REACHED, have);
            return false;
        }
        Instant now = steady.instant();
        if (verification.isOver(now)) {
            overdue(verification, others);
            return false;
        }
        verification.lookAgain(now);
        return true;
    }

    private boolean hasArrived(WrittenPassword written, String server) {
        Instant before = steady.instant();
        if (before.isBefore(resting.getOrDefault(server, Instant.MIN))) {
            return false;
        }
        Optional<PasswordStamp> seen = replicas.stampOn(server, written.account());
        Instant after = steady.instant();
        if (seen.isEmpty() && Duration.between(before, after).compareTo(LONG) >= 0) {
            resting.put(server, after.plus(REST));
        }
        return seen.filter(written::isIn).isPresent();
    }

    private void overdue(Verification verification, List<String> others) {
        observer.ended(Result.OVERDUE, verification.have().size());
        log.atWarn()
                .setMessage("a new password has not reached the other servers in time")
                .addKeyValue("directory", directory)
                .addKeyValue("account", verification.written().account())
                .addKeyValue("writtenOn", verification.written().server())
                .addKeyValue("version", verification.written().version())
                .addKeyValue("seconds", goal.within().toSeconds())
                .addKeyValue("has", verification.have())
                .addKeyValue(
                        "hasNot",
                        others.stream()
                                .filter(server -> !verification.have().contains(server))
                                .toList())
                .log();
    }
}
