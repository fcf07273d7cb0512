package dev.writeback.agent.relay.servicebus;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The gate of the relay: asks for one message at a time, and only while it is open and a worker is free.
 *
 * <p>At most one message is asked for and not yet here. So a closed gate can be surprised by one message, which is given
 * back at once, and because it used up the only credit the relay cannot send it here again. Thread-safe.
 */
final class Intake {
    private final int capacity;
    private Demand demand = () -> {};
    private boolean connected;
    private boolean open = true;
    private boolean asked;
    private int rests;
    private int inFlight;

    Intake(int capacity) {
        this.capacity = capacity;
    }

    /** Asks the relay for one more message. */
    interface Demand {
        void one();
    }

    /** A new receiver takes the place of the former, which had been asked in vain. */
    void connect(Demand newDemand) {
        synchronized (this) {
            demand = newDemand;
            connected = true;
            asked = false;
        }
        askIfPossible();
    }

    void disconnect() {
        synchronized (this) {
            connected = false;
            asked = false;
        }
    }

    /**
     * A message has arrived.
     *
     * @return whether it is to be handled; otherwise it has to be given back
     */
    synchronized boolean admit() {
        asked = false;
        if (!open) {
            return false;
        }
        inFlight++;
        return true;
    }

    /** The handling of an admitted message has ended. */
    void finished() {
        synchronized (this) {
            inFlight--;
            notifyAll();
        }
        askIfPossible();
    }

    void open() {
        synchronized (this) {
            open = true;
        }
        askIfPossible();
    }

    synchronized void close() {
        open = false;
    }

    /** Asks for nothing, until {@link #wake} was called as often. What was asked for before is still taken. */
    synchronized void rest() {
        rests++;
    }

    void wake() {
        synchronized (this) {
            rests--;
        }
        askIfPossible();
    }

    synchronized int inFlight() {
        return inFlight;
    }

    /** To be called outside of any lock: the answer may come on this very thread. */
    void askIfPossible() {
        Demand ready;
        synchronized (this) {
            if (!open || rests > 0 || !connected || asked || inFlight >= capacity) {
                return;
            }
            asked = true;
            ready = demand;
        }
        ready.one();
    }

    /** @return whether nothing was in flight any more before {@code limit} was over */
    synchronized boolean awaitIdle(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        while (inFlight > 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                // Stopping goes on: what is in flight is worth more than the caller's hurry.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return inFlight == 0;
    }
}
