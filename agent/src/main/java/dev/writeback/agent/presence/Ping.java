package dev.writeback.agent.presence;

import dev.writeback.protocol.message.Echo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One ping: its echo, and what became of it, which is decided once. Thread-safe. */
final class Ping {
    private final Echo echo;
    private final Clock steady;
    private final Instant begun;
    private final CompletableFuture<PingResult> result = new CompletableFuture<>();
    private volatile Instant left;
    private volatile boolean taken;

    Ping(Echo echo, Clock steady) {
        this.echo = echo;
        this.steady = steady;
        this.begun = steady.instant();
        this.left = begun;
    }

    Instant begun() {
        return begun;
    }

    /** The heartbeat is made: from here on the way there and back is measured. */
    Echo leave() {
        left = steady.instant();
        return echo;
    }

    /** The relay has taken the heartbeat. */
    void wasTaken() {
        taken = true;
    }

    /** It has not, and will not. */
    void fail(String cause) {
        result.complete(new PingResult.NotSent(cause));
    }

    /** How long the way was, if this is its echo, for the first time and in time. */
    Optional<Duration> answeredBy(Echo heard) {
        Duration roundTrip = Duration.between(left, steady.instant());
        boolean isTheAnswer = echo.equals(heard) && result.complete(new PingResult.Answered(roundTrip));
        return isTheAnswer ? Optional.of(roundTrip) : Optional.empty();
    }

    void giveUp(Duration waited) {
        result.complete(
                taken
                        ? new PingResult.Unanswered(waited)
                        : new PingResult.NotSent(
                                "the relay has not taken a heartbeat within " + waited.toSeconds() + " s"));
    }

    boolean isUnderWay() {
        return !result.isDone();
    }

    /** Comes when it is decided. */
    CompletionStage<PingResult> result() {
        return result.minimalCompletionStage();
    }
}
