package dev.writeback.sandbox.servicebus.broker;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One queue: first in, first out, competing subscribers, each delivery locked for its receiver. */
public final class BrokerQueue {
    private final QueueSettings settings;
    private final Clock clock;
    private final Optional<BrokerQueue> deadLetters;
    /** By sequence number, so that a message that comes back keeps its place. */
    private final TreeMap<Long, QueuedMessage> ready = new TreeMap<>();

    private final Map<UUID, QueuedMessage> locked = new LinkedHashMap<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<QueueObserver> observers = new ArrayList<>();
    private long lastSequenceNumber;
    private int nextSubscriber;

    BrokerQueue(QueueSettings settings, Clock clock, Optional<BrokerQueue> deadLetters) {
        this.settings = settings;
        this.clock = clock;
        this.deadLetters = deadLetters;
    }

    public QueueSettings settings() {
        return settings;
    }

    /** Where this queue's dead letters go; empty for a dead-letter queue itself. */
    public Optional<BrokerQueue> deadLetters() {
        return deadLetters;
    }

    public void observe(QueueObserver observer) {
        observers.add(observer);
    }

    /** @return whether there was room */
    public boolean enqueue(Content content) {
        if (ready.size() + locked.size() >= settings.capacity()) {
            return false;
        }
        Instant now = clock.instant();
        add(new QueuedMessage(content, ++lastSequenceNumber, now, expiry(content, now), Optional.empty()));
        return true;
    }

    private Instant expiry(Content content, Instant now) {
        return Stream.concat(content.timeToLive().stream(), settings.timeToLive().stream())
                .min(Comparator.naturalOrder())
                .map(now::plus)
                .orElse(Instant.MAX);
    }

    private void add(QueuedMessage message) {
        ready.put(message.sequenceNumber(), message);
        observers.forEach(observer -> observer.enqueued(message));
        dispatch();
    }

    public void subscribe(Subscriber subscriber) {
        subscribers.add(subscriber);
        dispatch();
    }

    /** The locks of {@code subscriber}'s deliveries live on until they expire. */
    public void unsubscribe(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    /** Drops all locks of {@code subscriber}, as when a connection is lost and its locks with it. */
    public void dropLocksOf(Subscriber subscriber) {
        expireLocks(message -> message.isHeldBy(subscriber));
    }

    /** Lets all locks expire now. */
    public void dropAllLocks() {
        expireLocks(message -> true);
    }

    /** Hands out what is ready, one subscriber after the other; to be called when credit arrives. */
    public void dispatch() {
        int withoutCredit = 0;
        while (!ready.isEmpty() && withoutCredit < subscribers.size()) {
            nextSubscriber = (nextSubscriber + 1) % subscribers.size();
            Subscriber subscriber = subscribers.get(nextSubscriber);
            if (subscriber.credit() <= 0) {
                withoutCredit++;
                continue;
            }
            withoutCredit = 0;
            QueuedMessage message = ready.pollFirstEntry().getValue();
            if (message.expiredAt(clock.instant())) {
                expire(message);
            } else {
                deliver(message, subscriber);
            }
        }
    }

    private void deliver(QueuedMessage message, Subscriber subscriber) {
        if (subscriber.peekLock()) {
            UUID token = UUID.randomUUID();
            message.lock(token, clock.instant().plus(settings.lockDuration()), subscriber);
            locked.put(token, message);
        }
        observers.forEach(observer -> observer.delivered(message));
        subscriber.deliver(message);
    }

    /**
     * Ends the delivery that {@code lockToken} names.
     *
     * @param outcome anything but {@link Outcome#DEAD_LETTERED} and {@link Outcome#LOCK_EXPIRED}
     * @return false when the lock was lost
     */
    public boolean settle(UUID lockToken, Outcome outcome) {
        return unlock(lockToken)
                .map(message -> {
                    tellSettled(message, outcome);
                    switch (outcome) {
                        case COMPLETED -> {}
                        case ABANDONED -> giveBack(message, true);
                        case RELEASED -> giveBack(message, false);
                        case DEAD_LETTERED, LOCK_EXPIRED -> throw new IllegalArgumentException(outcome.name());
                    }
                    dispatch();
                    return true;
                })
                .orElse(false);
    }

    /**
     * Moves a locked message to the dead-letter queue.
     *
     * @return false when the lock was lost
     */
    public boolean deadLetter(UUID lockToken, String reason, String description) {
        Optional<QueuedMessage> message = unlock(lockToken);
        message.ifPresent(found -> {
            tellSettled(found, Outcome.DEAD_LETTERED);
            moveToDeadLetters(found, reason, description);
        });
        return message.isPresent();
    }

    /** @return until when the lock holds now, or nothing when it was lost */
    public Optional<Instant> renew(UUID lockToken) {
        expireDue();
        return Optional.ofNullable(locked.get(lockToken)).map(message -> {
            Instant until = clock.instant().plus(settings.lockDuration());
            message.extendLock(until);
            return until;
        });
    }

    /** Messages in the order of their numbers, locked ones too, without delivering them. */
    public List<QueuedMessage> peek(long fromSequenceNumber, int limit) {
        return Stream.concat(ready.values().stream(), locked.values().stream())
                .filter(message -> message.sequenceNumber() >= fromSequenceNumber)
                .sorted(Comparator.comparingLong(QueuedMessage::sequenceNumber))
                .limit(limit)
                .toList();
    }

    /** Messages that wait. */
    public int readyCount() {
        return ready.size();
    }

    /** Messages that are locked by a receiver. */
    public int lockedCount() {
        return locked.size();
    }

    /** Ends locks and lives whose time is over. */
    public void expireDue() {
        Instant now = clock.instant();
        List<QueuedMessage> dead = ready.values().stream()
                .filter(message -> message.expiredAt(now))
                .toList();
        dead.forEach(message -> {
            ready.remove(message.sequenceNumber());
            expire(message);
        });
        expireLocks(message -> message.lockExpiredAt(now));
    }

    private void expireLocks(Predicate<QueuedMessage> which) {
        Collection<QueuedMessage> lost = locked.values().stream().filter(which).toList();
        for (QueuedMessage message : lost) {
            message.lockToken().ifPresent(locked::remove);
            message.unlock();
            tellSettled(message, Outcome.LOCK_EXPIRED);
            giveBack(message, true);
        }
        if (!lost.isEmpty()) {
            dispatch();
        }
    }

    private Optional<QueuedMessage> unlock(UUID lockToken) {
        expireDue();
        Optional<QueuedMessage> message = Optional.ofNullable(locked.remove(lockToken));
        message.ifPresent(QueuedMessage::unlock);
        return message;
    }

    private void giveBack(QueuedMessage message, boolean failed) {
        if (failed) {
            message.countFailedDelivery();
        }
        if (message.deliveryCount() >= settings.maxDeliveryCount()) {
            moveToDeadLetters(
                    message,
                    "MaxDeliveryCountExceeded",
                    "Message could not be consumed after " + settings.maxDeliveryCount() + " delivery attempts.");
        } else {
            ready.put(message.sequenceNumber(), message);
        }
    }

    private void expire(QueuedMessage message) {
        observers.forEach(observer -> observer.expired(message));
        if (settings.deadLetterOnExpiry()) {
            moveToDeadLetters(message, "TTLExpiredException", "The message expired and was dead lettered.");
        }
    }

    private void moveToDeadLetters(QueuedMessage message, String reason, String description) {
        deadLetters.ifPresent(queue -> queue.add(new QueuedMessage(
                message.content(),
                ++queue.lastSequenceNumber,
                clock.instant(),
                Instant.MAX,
                Optional.of(new DeadLetter(reason, description, settings.name())))));
    }

    private void tellSettled(QueuedMessage message, Outcome outcome) {
        observers.forEach(observer -> observer.settled(message, outcome));
    }
}
