package dev.writeback.agent.lifecycle;

import dev.writeback.agent.relay.RelayTransport;
import java.util.EnumSet;
import java.util.Set;

/**
 * Whether the agent takes messages: it does while no cause speaks against it. What is in flight goes on, and the
 * connection stays up. Thread-safe.
 */
public final class IntakeGate {
    /** Why nothing is taken. */
    public enum Cause {
        /** By an administrator's will. */
        STANDBY,
        /** The journal has no room, or cannot be written. */
        JOURNAL,
        /** The audit cannot be written: nothing could be answered. */
        AUDIT,
        /** The host's clock is not the directory's: the times of messages cannot be judged. */
        CLOCK,
        /** There is no live key that the cloud has confirmed, or their token is away: nothing could be answered. */
        KEYS,
        /** The agent stops; this cause is never taken away. */
        DRAINING
    }

    private final RelayTransport relay;
    private final Set<Cause> causes = EnumSet.noneOf(Cause.class);

    public IntakeGate(RelayTransport relay) {
        this.relay = relay;
    }

    /** Closes the gate for a cause, or takes that cause away; true when that changed anything. */
    public synchronized boolean set(Cause cause, boolean closed) {
        boolean wasOpen = causes.isEmpty();
        boolean changed = closed ? causes.add(cause) : causes.remove(cause);
        if (wasOpen && !causes.isEmpty()) {
            relay.pause();
        } else if (!wasOpen && causes.isEmpty()) {
            relay.resume();
        }
        return changed;
    }

    /** The causes at this moment; none while messages are taken. */
    public synchronized Set<Cause> causes() {
        return Set.copyOf(causes);
    }
}
