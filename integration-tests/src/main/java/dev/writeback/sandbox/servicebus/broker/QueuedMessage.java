package dev.writeback.sandbox.servicebus.broker;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message in a queue: its content, its place, and the lock of its current delivery. */
public final class QueuedMessage {
    private final Content content;
    private final long sequenceNumber;
    private final Instant enqueuedAt;
    private final Instant expiresAt;
    private final Optional<DeadLetter> deadLetter;
    private int deliveryCount;
    private @Nullable Lock lock;

    /** The lock of one delivery. */
    private record Lock(UUID token, Instant until, Subscriber holder) {}

    QueuedMessage(
            Content content,
            long sequenceNumber,
            Instant enqueuedAt,
            Instant expiresAt,
            Optional<DeadLetter> deadLetter) {
        this.content = content;
        this.sequenceNumber = sequenceNumber;
        this.enqueuedAt = enqueuedAt;
        this.expiresAt = expiresAt;
        this.deadLetter = deadLetter;
    }

    public Content content() {
        return content;
    }

    /** Rises by one per message of the queue. */
    public long sequenceNumber() {
        return sequenceNumber;
    }

    public Instant enqueuedAt() {
        return enqueuedAt;
    }

    /** {@link Instant#MAX} for a message that does not expire. */
    public Instant expiresAt() {
        return expiresAt;
    }

    public Optional<DeadLetter> deadLetter() {
        return deadLetter;
    }

    /** How many deliveries have failed: 0 during the first one. */
    public int deliveryCount() {
        return deliveryCount;
    }

    /** The name of the current lock; empty while the message waits or was delivered without one. */
    public Optional<UUID> lockToken() {
        return Optional.ofNullable(lock).map(Lock::token);
    }

    public Optional<Instant> lockedUntil() {
        return Optional.ofNullable(lock).map(Lock::until);
    }

    void lock(UUID token, Instant until, Subscriber holder) {
        lock = new Lock(token, until, holder);
    }

    void extendLock(Instant until) {
        if (lock == null) {
            throw new IllegalStateException("message " + sequenceNumber + " is not locked");
        }
        lock = new Lock(lock.token(), until, lock.holder());
    }

    void unlock() {
        lock = null;
    }

    void countFailedDelivery() {
        deliveryCount++;
    }

    boolean isHeldBy(Subscriber subscriber) {
        return lock != null && lock.holder() == subscriber;
    }

    boolean lockExpiredAt(Instant now) {
        return lock != null && !lock.until().isAfter(now);
    }

    boolean expiredAt(Instant now) {
        return !expiresAt.isAfter(now);
    }
}
