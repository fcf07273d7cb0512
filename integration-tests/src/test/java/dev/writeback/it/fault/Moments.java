package dev.writeback.it.fault;

import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.agent.lifecycle.Waypoints;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Does something once when the agent passes a point of its road the next time, on the agent's thread. Thread-safe. */
final class Moments implements Waypoints {
    private final Map<Waypoint, Runnable> planned = new ConcurrentHashMap<>();

    void at(Waypoint point, Runnable action) {
        planned.put(point, action);
    }

    @Override
    public void passed(Waypoint point) {
        Runnable action = planned.remove(point);
        if (action != null) {
            action.run();
        }
    }
}
