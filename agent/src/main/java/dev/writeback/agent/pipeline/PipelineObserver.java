package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import java.time.Duration;
import java.util.Optional;

/** Is told what happens on the road. Never blocks it, never throws. */
public interface PipelineObserver {
    /** Nobody is told. */
    PipelineObserver NONE = new PipelineObserver() {};

    /** The cloud has said something to this agent that is no request. */
    default void directed() {}

    /** A delivery arrived. */
    default void received() {}

    /** A message that is not provably from the cloud was removed without an ack. */
    default void dropped() {}

    /** An answer of the cloud that nothing waits for was removed. */
    default void unasked() {}

    /** A message that is sealed to other agents was given back. */
    default void released() {}

    /**
     * An ack was accepted by the relay.
     *
     * @param recorded the outcome was recorded by an earlier delivery
     * @param took from the receipt of the delivery
     */
    default void acknowledged(Optional<Operation> operation, Conclusion conclusion, boolean recorded, Duration took) {}

    /** The same request by its name and that of its user, for what lists them one by one. */
    default void answered(
            RequestId request,
            Optional<Operation> operation,
            Optional<Subject> subject,
            Conclusion conclusion,
            boolean recorded,
            Duration took) {}

    /** A delivery ended without a conclusion: the message comes back. */
    default void failed() {}

    /** What follows on this thread until {@link #left} is about the request with that W3C traceparent. */
    default void traced(String traceparent) {}

    /** This thread is done with the delivery. */
    default void left() {}

    /** A message, or its sealed secret, was not accepted. */
    default void rejected(Rejection why) {}

    /** A request came that had been here before. */
    default void replayed(Replay how) {}

    /** A request was refused for a limit. */
    default void limited(Limit which) {}

    /** A stage was passed. */
    default void timed(Stage stage, Duration took) {}

    /** This one is told first, and then the other. */
    default PipelineObserver and(PipelineObserver other) {
        return new BothObservers(this, other);
    }

    /** How a request can come that had been here before. */
    enum Replay {
        /** The relay has brought its message again: usual after a fault. */
        REDELIVERED,
        /** A message of its own with the same content: somebody has sent it twice. */
        REPEATED,
        /** A message of its own with the same {@code jti} and another content. */
        ALTERED
    }

    /** What a limit counts. */
    enum Limit {
        AGENT,
        USER
    }
}
