package dev.writeback.agent.presence;

import dev.writeback.protocol.message.Echo;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The pings of this agent, one at a time: each asks the cloud for an echo that only it waits for (PWB/1, section 4).
 * Thread-safe; never blocks.
 */
public final class Pings {
    /** How long an echo is waited for. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    /** Each costs a place of the chain, of which the cloud remembers some hundred. */
    private static final Duration APART = Duration.ofSeconds(2);

    private final SecureRandom random;
    private final Clock steady;
    private final Executor afterTheLimit;
    private final Supplier<Optional<String>> obstacle;
    private volatile Optional<Ping> newest = Optional.empty();
    private volatile Optional<Duration> lastRoundTrip = Optional.empty();

    Pings(SecureRandom random, Clock steady, Executor afterTheLimit, Supplier<Optional<String>> obstacle) {
        this.random = random;
        this.steady = steady;
        this.afterTheLimit = afterTheLimit;
        this.obstacle = obstacle;
    }

    /**
     * None was sent yet.
     *
     * @param steady a clock that nobody sets
     * @param obstacle why nothing of the cloud would be heard now; empty while it would
     */
    public static Pings waitingForTheirLimit(SecureRandom random, Clock steady, Supplier<Optional<String>> obstacle) {
        return new Pings(
                random, steady, CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS), obstacle);
    }

    /**
     * Begins one; while one is under way, and for a moment after it was begun, its result is everybody's.
     *
     * @param send is given the new one
     */
    CompletionStage<PingResult> begin(Consumer<Ping> send) {
        Optional<String> why = obstacle.get();
        if (why.isPresent()) {
            return CompletableFuture.completedStage(new PingResult.NotSent(why.get()));
        }
        Ping ping;
        synchronized (this) {
            if (newest.filter(this::isFresh).isPresent()) {
                return newest.get().result();
            }
            ping = new Ping(Echo.draw(random), steady);
            newest = Optional.of(ping);
        }
        afterTheLimit.execute(() -> ping.giveUp(LIMIT));
        send.accept(ping);
        return ping.result();
    }

    private boolean isFresh(Ping ping) {
        return ping.isUnderWay() || steady.instant().isBefore(ping.begun().plus(APART));
    }

    /** Takes an echo of the cloud; false for one that is not waited for: never asked for, here again, or late. */
    public boolean take(Echo echo) {
        Optional<Duration> roundTrip = newest.flatMap(ping -> ping.answeredBy(echo));
        if (roundTrip.isPresent()) {
            lastRoundTrip = roundTrip;
        }
        return roundTrip.isPresent();
    }

    /** How long the way of the last one that was answered was. */
    public Optional<Duration> lastRoundTrip() {
        return lastRoundTrip;
    }
}
