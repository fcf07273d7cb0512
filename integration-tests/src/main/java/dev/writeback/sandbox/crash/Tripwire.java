package dev.writeback.sandbox.crash;

import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.agent.lifecycle.Waypoints;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Holds the thread that is the n-th to pass a point, for ever, and says so. Thread-safe. */
final class Tripwire implements Waypoints {
    private final Consumer<Waypoint> reached;
    private final CountDownLatch never = new CountDownLatch(1);
    private Optional<Waypoint> armed = Optional.empty();
    private int left;

    Tripwire(Consumer<Waypoint> reached) {
        this.reached = reached;
    }

    synchronized void arm(Waypoint point, int passing) {
        armed = Optional.of(point);
        left = passing;
    }

    @Override
    public void passed(Waypoint point) {
        if (!trips(point)) {
            return;
        }
        reached.accept(point);
        boolean held = true;
        while (held) {
            try {
                never.await();
                held = false;
            } catch (InterruptedException e) {
                // Nothing moves this thread on.
                held = true;
            }
        }
    }

    private synchronized boolean trips(Waypoint point) {
        return armed.filter(point::equals).isPresent() && --left == 0;
    }
}
