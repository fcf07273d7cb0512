package dev.writeback.sandbox.servicebus;

import dev.writeback.sandbox.servicebus.access.AccessPolicy;
import dev.writeback.sandbox.servicebus.broker.QueueSettings;
import dev.writeback.sandbox.tls.TestAuthority;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * How an endpoint starts.
 *
 * @param port the TCP port on loopback; 0 takes a free one
 * @param hostName the name in the connection strings and in the certificate, beside {@code 127.0.0.1}
 * @param authority signs the server's certificate
 * @param keepLocksOnConnectionLoss whether a delivery stays locked when its connection is lost; sources about Service
 *     Bus contradict each other, so both are worth a test
 * @param maxMessageBytes the largest message, encoded
 */
public record EmbeddedServiceBusSettings(
        int port,
        String hostName,
        List<QueueSettings> queues,
        List<AccessPolicy> policies,
        TestAuthority authority,
        Clock clock,
        boolean keepLocksOnConnectionLoss,
        int maxMessageBytes) {
    /** The largest message of Service Bus's standard tier. */
    private static final int STANDARD_TIER_BYTES = 256 * 1024;

    public EmbeddedServiceBusSettings {
        queues = List.copyOf(queues);
        policies = List.copyOf(policies);
    }

    /** An endpoint on a free port, with a new authority, that keeps locks when a connection is lost. */
    public static EmbeddedServiceBusSettings of(List<QueueSettings> queues, List<AccessPolicy> policies) {
        return new EmbeddedServiceBusSettings(
                0,
                "localhost",
                queues,
                policies,
                TestAuthority.create("Embedded Service Bus CA " + UUID.randomUUID()),
                Clock.systemUTC(),
                true,
                STANDARD_TIER_BYTES);
    }

    public EmbeddedServiceBusSettings withPort(int value) {
        return new EmbeddedServiceBusSettings(
                value, hostName, queues, policies, authority, clock, keepLocksOnConnectionLoss, maxMessageBytes);
    }

    public EmbeddedServiceBusSettings withAuthority(TestAuthority value) {
        return new EmbeddedServiceBusSettings(
                port, hostName, queues, policies, value, clock, keepLocksOnConnectionLoss, maxMessageBytes);
    }

    public EmbeddedServiceBusSettings withHostName(String value) {
        return new EmbeddedServiceBusSettings(
                port, value, queues, policies, authority, clock, keepLocksOnConnectionLoss, maxMessageBytes);
    }

    /** The clock of locks, lives and tokens. */
    public EmbeddedServiceBusSettings withClock(Clock value) {
        return new EmbeddedServiceBusSettings(
                port, hostName, queues, policies, authority, value, keepLocksOnConnectionLoss, maxMessageBytes);
    }

    public EmbeddedServiceBusSettings withQueues(List<QueueSettings> value) {
        return new EmbeddedServiceBusSettings(
                port, hostName, value, policies, authority, clock, keepLocksOnConnectionLoss, maxMessageBytes);
    }

    public EmbeddedServiceBusSettings withKeepLocksOnConnectionLoss(boolean value) {
        return new EmbeddedServiceBusSettings(
                port, hostName, queues, policies, authority, clock, value, maxMessageBytes);
    }
}
