package dev.writeback.agent.canary;

import dev.writeback.agent.relay.RelayRequest;
import dev.writeback.protocol.envelope.SealedRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A delivery that no relay has brought: nobody else can get it, and nobody waits for its ack. */
final class CanaryDelivery implements RelayRequest {
    private static final Duration OURS = Duration.ofMinutes(5);

    private final SealedRequest request;
    private final int number;
    private final Instant receivedAt;
    private boolean givenBack;

    CanaryDelivery(SealedRequest request, int number, Clock clock) {
        this.request = request;
        this.number = number;
        this.receivedAt = clock.instant();
    }

    boolean isGivenBack() {
        return givenBack;
    }

    @Override
    public byte[] body() {
        return request.body();
    }

    @Override
    public String messageId() {
        return "canary";
    }

    @Override
    public int delivery() {
        return number;
    }

    @Override
    public Optional<Instant> enqueuedAt() {
        return Optional.empty();
    }

    @Override
    public Instant receivedAt() {
        return receivedAt;
    }

    @Override
    public Duration lockLeft() {
        return OURS;
    }

    @Override
    public void taken() {}

    @Override
    public void answer(byte[] ackPackage, String ackId, Instant expiresAt) {}

    @Override
    public void settle() {}

    @Override
    public void release() {
        givenBack = true;
    }

    @Override
    public void releaseToOthers(Duration rest) {
        givenBack = true;
    }
}
