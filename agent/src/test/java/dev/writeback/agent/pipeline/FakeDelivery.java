package dev.writeback.agent.pipeline;

import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A delivery that writes down what was done to it. */
final class FakeDelivery implements RelayRequest {
    boolean taken;
    final List<String> events = new ArrayList<>();
    final List<byte[]> acks = new ArrayList<>();
    boolean acceptsAcks = true;
    Duration lock = Duration.ofSeconds(60);
    Runnable whenReleased = () -> {};

    private final byte[] body;
    private final int delivery;
    private final Instant receivedAt;

    FakeDelivery(byte[] body, int delivery, Clock clock) {
        this.body = body.clone();
        this.delivery = delivery;
        this.receivedAt = clock.instant();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public String messageId() {
        return "m";
    }

    @Override
    public int delivery() {
        return delivery;
    }

    @Override
    public Optional<Instant> enqueuedAt() {
        return Optional.of(receivedAt.minusMillis(7));
    }

    @Override
    public Instant receivedAt() {
        return receivedAt;
    }

    @Override
    public Duration lockLeft() {
        return lock;
    }

    @Override
    public void answer(byte[] ackPackage, String ackId, Instant expiresAt) throws RelayException {
        if (!acceptsAcks) {
            throw new RelayException("the relay is gone");
        }
        events.add("answered");
        acks.add(ackPackage);
    }

    @Override
    public void settle() {
        events.add("settled");
    }

    @Override
    public void taken() {
        taken = true;
    }

    @Override
    public void releaseToOthers(Duration rest) {
        events.add("released to others");
    }

    @Override
    public void release() {
        events.add("released");
        whenReleased.run();
    }
}
