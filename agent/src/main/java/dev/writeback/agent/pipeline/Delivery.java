package dev.writeback.agent.pipeline;

import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayRequest;
import dev.writeback.directory.Account;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.message.Timings;
import dev.writeback.protocol.message.WritebackRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** One delivery on its way, with the times that its ack will tell. Used by one thread. */
final class Delivery {
    private final RelayRequest message;
    private final Clock clock;
    private final Clock steady;
    private final Instant began;
    private final PipelineObserver observer;
    private final Waypoints waypoints;
    private Optional<WritebackRequest> request = Optional.empty();
    private Optional<Account> account = Optional.empty();
    private Optional<Rejection> rejection = Optional.empty();
    private Duration verifiedAfter = Duration.ZERO;
    private Duration inDirectory = Duration.ZERO;

    Delivery(RelayRequest message, Clock clock, Clock steady, PipelineObserver observer, Waypoints waypoints) {
        this.message = message;
        this.clock = clock;
        this.steady = steady;
        this.began = steady.instant();
        this.observer = observer;
        this.waypoints = waypoints;
    }

    RelayRequest message() {
        return message;
    }

    /** What it is, once that is known. */
    Optional<WritebackRequest> request() {
        return request;
    }

    void isOf(WritebackRequest verified) {
        request = Optional.of(verified);
    }

    /** Whose account it is about, once that was found. */
    Optional<Account> account() {
        return account;
    }

    void isAbout(Account found) {
        account = Optional.of(found);
    }

    /** What is wrong with it, if anything. */
    Optional<Rejection> rejection() {
        return rejection;
    }

    void isRejected(Rejection why) {
        rejection = Optional.of(why);
    }

    PipelineObserver observer() {
        return observer;
    }

    void passed(Waypoint point) {
        waypoints.passed(point);
    }

    void release() throws RelayException {
        passed(Waypoint.BEFORE_RELEASE);
        message.release();
        passed(Waypoint.RELEASED);
    }

    void releaseToOthers(Duration rest) throws RelayException {
        passed(Waypoint.BEFORE_RELEASE);
        message.releaseToOthers(rest);
        passed(Waypoint.RELEASED);
    }

    /** The relay's delivery number, 1 for the first. */
    int number() {
        return message.delivery();
    }

    /** By the host's clock: for what is compared with the times of a message. */
    Instant now() {
        return clock.instant();
    }

    /** Since the receipt, whatever was done to the host's clock meanwhile. */
    Duration age() {
        return Duration.between(began, steady.instant());
    }

    void verified() {
        verifiedAfter = age();
    }

    <T> T timed(Stage stage, Supplier<T> work) {
        Duration before = age();
        T result = work.get();
        observer.timed(stage, age().minus(before));
        return result;
    }

    <T> T inDirectory(Stage stage, Supplier<T> work) {
        Duration before = age();
        T result = timed(stage, work);
        inDirectory = inDirectory.plus(age()).minus(before);
        return result;
    }

    /** Whether time is left of what one operation may take. */
    boolean hasBudget(Limits limits) {
        return age().compareTo(limits.operation()) < 0;
    }

    /**
     * The fence of section 6: a write begins only while the message is ours for long enough to see it end, and within the
     * budget of one operation.
     */
    boolean mayStillWrite(Limits limits) {
        return hasBudget(limits) && message.lockLeft().compareTo(limits.lockReserve()) >= 0;
    }

    Timings timings() {
        long queued = message.enqueuedAt()
                .map(enqueued ->
                        Duration.between(enqueued, message.receivedAt()).toMillis())
                .orElse(0L);
        return new Timings(
                Math.max(0, queued),
                Math.max(0, verifiedAfter.toMillis()),
                Math.max(0, inDirectory.toMillis()),
                Math.max(0, age().toMillis()));
    }
}
