package dev.writeback.sandbox.servicebus.broker;

import java.time.Duration;
import java.util.Optional;

/**
 * One queue, with the names that Service Bus uses.
 *
 * @param lockDuration how long a peek-locked delivery belongs to its receiver
 * @param maxDeliveryCount after so many failed deliveries the message is dead-lettered by the broker
 * @param timeToLive the longest life of a message; a message's own, if shorter, wins
 * @param deadLetterOnExpiry whether an expired message is kept in the dead-letter queue, which has no expiry of its own
 * @param capacity how many messages fit
 */
public record QueueSettings(
        String name,
        Duration lockDuration,
        int maxDeliveryCount,
        Optional<Duration> timeToLive,
        boolean deadLetterOnExpiry,
        int capacity) {
    static final String DEAD_LETTER_SUFFIX = "/$deadletterqueue";

    /** A queue as the protocol wants it: lock 60 s, ten deliveries, nothing dead-lettered on expiry. */
    public static QueueSettings named(String name) {
        return new QueueSettings(name, Duration.ofSeconds(60), 10, Optional.empty(), false, 100_000);
    }

    public QueueSettings withLockDuration(Duration value) {
        return new QueueSettings(name, value, maxDeliveryCount, timeToLive, deadLetterOnExpiry, capacity);
    }

    public QueueSettings withMaxDeliveryCount(int value) {
        return new QueueSettings(name, lockDuration, value, timeToLive, deadLetterOnExpiry, capacity);
    }

    public QueueSettings withTimeToLive(Duration value) {
        return new QueueSettings(
                name, lockDuration, maxDeliveryCount, Optional.of(value), deadLetterOnExpiry, capacity);
    }

    public QueueSettings withDeadLetterOnExpiry(boolean value) {
        return new QueueSettings(name, lockDuration, maxDeliveryCount, timeToLive, value, capacity);
    }

    public QueueSettings withCapacity(int value) {
        return new QueueSettings(name, lockDuration, maxDeliveryCount, timeToLive, deadLetterOnExpiry, value);
    }

    /** The dead-letter queue of this queue: same lock, and a message stays until it is taken. */
    QueueSettings deadLetterQueue() {
        return new QueueSettings(
                name + DEAD_LETTER_SUFFIX, lockDuration, Integer.MAX_VALUE, Optional.empty(), false, capacity);
    }
}
