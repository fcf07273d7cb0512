package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.protocol.message.Operation;
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

    /** A delivery ended without a conclusion: the message comes back. */
    default void failed() {}

    /** A stage was passed. */
    default void timed(Stage stage, Duration took) {}
}
