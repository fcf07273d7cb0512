package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.access.TokenVerifier;
import dev.writeback.sandbox.servicebus.broker.Broker;
import java.time.Clock;

/**
 * What all connections of one endpoint share.
 *
 * @param maxMessageBytes the largest message, encoded
 * @param keepLocksOnConnectionLoss whether a delivery stays locked when its connection is lost
 */
public record Endpoint(
        Broker broker,
        TokenVerifier tokens,
        FaultPlan faults,
        Clock clock,
        int maxMessageBytes,
        boolean keepLocksOnConnectionLoss) {}
