package dev.writeback.sandbox.servicebus.amqp;

/** A node that answers requests: {@code $cbs}, or the {@code $management} of one queue. */
interface RequestNode {
    void handle(AmqpMessage request);
}
