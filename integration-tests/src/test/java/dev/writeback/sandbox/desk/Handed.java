package dev.writeback.sandbox.desk;

import dev.writeback.agent.relay.RelayRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A delivery without a relay. It keeps the ack. */
final class Handed implements RelayRequest {
    private final byte[] body;
    private final Instant receivedAt;
    private Optional<byte[]> ack = Optional.empty();
    private boolean settled;

    Handed(byte[] body, Clock clock) {
        this.body = body.clone();
        this.receivedAt = clock.instant();
    }

    Optional<byte[]> ack() {
        return settled ? ack : Optional.empty();
    }

    boolean settled() {
        return settled;
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
        return 1;
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
        return Duration.ofSeconds(60);
    }

    @Override
    public void taken() {}

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
    public void releaseToOthers(Duration rest) {}
}
