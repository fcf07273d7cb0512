package dev.writeback.sandbox.servicebus;

import dev.writeback.sandbox.servicebus.broker.Outcome;

/**
 * How one delivery ended.
 *
 * @param deliveryCount the failed deliveries before this one
 */
public record Settlement(String messageId, int deliveryCount, Outcome outcome) {}
