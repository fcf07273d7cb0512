package dev.writeback.sandbox.servicebus.broker;

/** Sees what happens in a queue; called on the event loop, so it must not block. */
public interface QueueObserver {
    void enqueued(QueuedMessage message);

    void delivered(QueuedMessage message);

    void settled(QueuedMessage message, Outcome outcome);

    void expired(QueuedMessage message);
}
