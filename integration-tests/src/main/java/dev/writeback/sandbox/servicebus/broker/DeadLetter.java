package dev.writeback.sandbox.servicebus.broker;

/**
 * Why a message lies in a dead-letter queue.
 *
 * @param source the queue it came from
 */
public record DeadLetter(String reason, String description, String source) {}
