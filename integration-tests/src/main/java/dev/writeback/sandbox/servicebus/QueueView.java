package dev.writeback.sandbox.servicebus;

import dev.writeback.sandbox.servicebus.broker.BrokerQueue;
import dev.writeback.sandbox.servicebus.broker.Outcome;
import dev.writeback.sandbox.servicebus.broker.QueueObserver;
import dev.writeback.sandbox.servicebus.broker.QueuedMessage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What a test may see of a queue. Thread-safe; the numbers of one call belong together. */
public final class QueueView {
    private final BrokerQueue queue;
    private final EventLoopCalls calls;
    private final List<Settlement> settlements = new CopyOnWriteArrayList<>();
    private final Set<String> deliveredIds = ConcurrentHashMap.newKeySet();
    private final AtomicLong enqueued = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();

    QueueView(BrokerQueue queue, EventLoopCalls calls) {
        this.queue = queue;
        this.calls = calls;
        queue.observe(new Recorder());
    }

    /**
     * How full the queue is.
     *
     * @param waiting messages that no receiver has
     * @param locked messages that a receiver has locked
     * @param deadLettered messages in its dead-letter queue
     */
    public record Depth(int waiting, int locked, int deadLettered) {}

    public Depth depth() {
        return calls.call(() -> new Depth(
                queue.readyCount(),
                queue.lockedCount(),
                queue.deadLetters().map(BrokerQueue::readyCount).orElse(0)
                        + queue.deadLetters().map(BrokerQueue::lockedCount).orElse(0)));
    }

    /** All settlements so far, oldest first. */
    public List<Settlement> settlements() {
        return List.copyOf(settlements);
    }

    /** How many messages were ever put into the queue. */
    public long enqueued() {
        return enqueued.get();
    }

    /** How many deliveries were ever made. */
    public long delivered() {
        return delivered.get();
    }

    /** Whether a message of that id was ever delivered. */
    public boolean wasDelivered(String messageId) {
        return deliveredIds.contains(messageId);
    }

    /** How many messages outlived their time and were removed. */
    public long expired() {
        return expired.get();
    }

    private final class Recorder implements QueueObserver {
        @Override
        public void enqueued(QueuedMessage message) {
            enqueued.incrementAndGet();
        }

        @Override
        public void delivered(QueuedMessage message) {
            deliveredIds.add(message.content().messageId());
            delivered.incrementAndGet();
        }

        @Override
        public void settled(QueuedMessage message, Outcome outcome) {
            settlements.add(new Settlement(message.content().messageId(), message.deliveryCount(), outcome));
        }

        @Override
        public void expired(QueuedMessage message) {
            expired.incrementAndGet();
        }
    }
}
