package dev.writeback.sandbox.servicebus.broker;

/** A receiver of one queue. */
public interface Subscriber {
    /** How many more messages it takes now. */
    int credit();

    /** Whether a delivery stays locked until it is settled; otherwise it is gone once delivered. */
    boolean peekLock();

    void deliver(QueuedMessage message);
}
