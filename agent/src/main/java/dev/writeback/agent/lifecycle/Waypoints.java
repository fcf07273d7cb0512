package dev.writeback.agent.lifecycle;

/**
 * Is told when a thread passes a {@link Waypoint}. The agent passes {@link #NONE}, which costs nothing; the crash harness
 * passes one that stops there for good. May block; must not throw. Called by many threads.
 */
@FunctionalInterface
public interface Waypoints {
    /** Lets everything pass. */
    Waypoints NONE = point -> {};

    void passed(Waypoint point);
}
