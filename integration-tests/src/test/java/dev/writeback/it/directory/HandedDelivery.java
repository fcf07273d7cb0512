package dev.writeback.it.directory;

import dev.writeback.agent.relay.RelayRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A delivery that comes from no relay. It keeps the ack. Used by one thread. */
final class HandedDelivery implements RelayRequest {
    private static final Duration LOCK = Duration.ofSeconds(60);

    private final byte[] body;
    private final int number;
    private final Clock clock;
    private final Instant receivedAt;
    private Optional<byte[]> ack = Optional.empty();
    private boolean settled;

    HandedDelivery(byte[] body, int number, Clock clock) {
        this.body = body.clone();
        this.number = number;
        this.clock = clock;
        this.receivedAt = clock.instant();
    }

    /** The ack of a delivery that was also settled. */
    Optional<byte[]> ack() {
        return settled ? ack : Optional.empty();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    @Override
    public String messageId() {
        return "handed";
    }

    @Override
    public int delivery() {
        return number;
    }

    @Override
    public Optional<Instant> enqueuedAt() {
        return Optional.of(receivedAt);
    }

    @Override
    public Instant receivedAt() {
        return receivedAt;
    }

    @Override
    public Duration lockLeft() {
        return LOCK;
    }

    @Override
    public void answer(byte[] ackPackage, String ackId, Instant expiresAt) {
        ack = Optional.of(ackPackage.clone());
    }

    @Override
    public void settle() {
        settled = true;
    }

    @Override
    public void release() {}

    @Override
    public void taken() {}

    @Override
    public void releaseToOthers(Duration rest) {}
}
