package dev.writeback.it.fault;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** How the line is at the moment, for all its connections. On the proxy's event loop only. */
final class LineState {
    boolean stalled;
    long delayNanos;
    int bytesPerSecond;
    int leftByClient;

    private final Map<ProxiedConnection, Integer> seen = new HashMap<>();
    private Direction watched = Direction.TO_SERVER;
    private int countdown;
    private Consumer<ProxiedConnection> watch = connection -> {};

    void watch(Direction direction, int n, Consumer<ProxiedConnection> action) {
        seen.clear();
        watched = direction;
        countdown = n;
        watch = action;
    }

    int watched() {
        return seen.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** A record has arrived and is not passed on yet. */
    void arrived(ProxiedConnection connection, Direction direction) {
        if (direction == watched && seen.merge(connection, 1, Integer::sum) == countdown) {
            Consumer<ProxiedConnection> due = watch;
            watch(direction, 0, none -> {});
            due.accept(connection);
        }
    }

    /** When a record of that size may leave that arrives now, behind one that leaves at {@code former}. */
    long leavesAt(long former, int bytes) {
        long earliest = Math.max(former, System.nanoTime() + delayNanos);
        return bytesPerSecond == 0 ? earliest : earliest + bytes * 1_000_000_000L / bytesPerSecond;
    }
}
