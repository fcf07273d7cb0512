package dev.writeback.agent.relay.servicebus;

import dev.writeback.agent.relay.RelayHealth;
import dev.writeback.agent.relay.RelayHealth.State;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was last seen of the connection. Thread-safe. */
final class HealthSignal {
    private final Clock clock;
    private @Nullable Instant lastSuccess;
    private @Nullable String connectionProblem;
    private @Nullable String receiverProblem;
    private boolean paused;
    private boolean closed;

    HealthSignal(Clock clock) {
        this.clock = clock;
    }

    /** The relay answered something. */
    synchronized void succeeded() {
        lastSuccess = clock.instant();
        connectionProblem = null;
    }

    /** The probe failed. */
    synchronized void failed(String problem) {
        connectionProblem = problem;
    }

    /** The receiving link ended for a reason that does not pass by itself. */
    synchronized void receiverFailed(String problem) {
        receiverProblem = problem;
    }

    synchronized void receiverRecovered() {
        receiverProblem = null;
    }

    synchronized void paused(boolean value) {
        paused = value;
    }

    synchronized void closed() {
        closed = true;
    }

    synchronized boolean isUp() {
        return lastSuccess != null && connectionProblem == null;
    }

    synchronized RelayHealth read(int inFlight) {
        return new RelayHealth(state(), Optional.ofNullable(lastSuccess), inFlight, detail());
    }

    private State state() {
        if (closed) {
            return State.CLOSED;
        }
        if (connectionProblem != null || receiverProblem != null) {
            return State.DOWN;
        }
        if (lastSuccess == null) {
            return State.CONNECTING;
        }
        return paused ? State.PAUSED : State.UP;
    }

    private String detail() {
        if (closed) {
            return "closed";
        }
        if (connectionProblem != null) {
            return connectionProblem;
        }
        if (receiverProblem != null) {
            return "receiving stopped: " + receiverProblem;
        }
        return lastSuccess == null ? "no answer yet" : "the relay answers";
    }
}
