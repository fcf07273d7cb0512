package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import java.time.Duration;
import java.util.Optional;

/** Two are told instead of one. */
record BothObservers(PipelineObserver first, PipelineObserver second) implements PipelineObserver {
    @Override
    public void directed() {
        first.directed();
        second.directed();
    }

    @Override
    public void received() {
        first.received();
        second.received();
    }

    @Override
    public void dropped() {
        first.dropped();
        second.dropped();
    }

    @Override
    public void unasked() {
        first.unasked();
        second.unasked();
    }

    @Override
    public void released() {
        first.released();
        second.released();
    }

    @Override
    public void acknowledged(Optional<Operation> operation, Conclusion conclusion, boolean recorded, Duration took) {
        first.acknowledged(operation, conclusion, recorded, took);
        second.acknowledged(operation, conclusion, recorded, took);
    }

    @Override
    public void answered(
            RequestId request,
            Optional<Operation> operation,
            Optional<Subject> subject,
            Conclusion conclusion,
            boolean recorded,
            Duration took) {
        first.answered(request, operation, subject, conclusion, recorded, took);
        second.answered(request, operation, subject, conclusion, recorded, took);
    }

    @Override
    public void failed() {
        first.failed();
        second.failed();
    }

    @Override
    public void timed(Stage stage, Duration took) {
        first.timed(stage, took);
        second.timed(stage, took);
    }

    @Override
    public void traced(String traceparent) {
        first.traced(traceparent);
        second.traced(traceparent);
    }

    @Override
    public void left() {
        first.left();
        second.left();
    }

    @Override
    public void rejected(Rejection why) {
        first.rejected(why);
        second.rejected(why);
    }

    @Override
    public void replayed(Replay how) {
        first.replayed(how);
        second.replayed(how);
    }

    @Override
    public void limited(Limit which) {
        first.limited(which);
        second.limited(which);
    }
}
