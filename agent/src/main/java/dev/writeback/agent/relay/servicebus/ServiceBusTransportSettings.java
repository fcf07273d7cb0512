package dev.writeback.agent.relay.servicebus;

import dev.writeback.protocol.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the transport reaches Service Bus and how patient it is.
 *
 * @param connectionString gives a fresh copy of the connection string in UTF-8, which the transport closes; white space
 *     around it is ignored
 * @param requests the queue from the cloud to the agents
 * @param replies the queue from the agents to the cloud
 * @param presence the queue of heartbeats and key messages, from the agents to the cloud; may be that of the replies
 * @param caFile certificates in PEM to trust beside the system's
 * @param inFlight how many deliveries are handled at a time, which is also the number of workers
 * @param lockRenewal how long after its arrival a delivery's lock is still renewed
 * @param operationLimit how long a worker waits for the relay to confirm a send or a settlement
 * @param probeInterval the pause between two health probes
 * @param probeLimit how long one health probe may take; with the interval it bounds how late an outage is seen
 */
public record ServiceBusTransportSettings(
        Supplier<Secret> connectionString,
        String requests,
        String replies,
        String presence,
        Optional<Path> caFile,
        int inFlight,
        Duration lockRenewal,
        Duration operationLimit,
        Duration probeInterval,
        Duration probeLimit) {
    private static final int MAX_IN_FLIGHT = 32;

    public ServiceBusTransportSettings {
        if (inFlight < 1 || inFlight > MAX_IN_FLIGHT) {
            throw new IllegalArgumentException(
                    "limits.inFlight: found " + inFlight + "; accepted: 1 to " + MAX_IN_FLIGHT);
        }
    }

    /** With the protocol's times: renewal up to 2 min, 20 s per operation, a probe each 8 s of at most 10 s. */
    public static ServiceBusTransportSettings of(
            Supplier<Secret> connectionString, String requests, String replies, Optional<Path> caFile, int inFlight) {
        return new ServiceBusTransportSettings(
                connectionString,
                requests,
                replies,
                replies,
                caFile,
                inFlight,
                Duration.ofMinutes(2),
                Duration.ofSeconds(20),
                Duration.ofSeconds(8),
                Duration.ofSeconds(10));
    }

    public ServiceBusTransportSettings withProbe(Duration interval, Duration limit) {
        return new ServiceBusTransportSettings(
                connectionString,
                requests,
                replies,
                presence,
                caFile,
                inFlight,
                lockRenewal,
                operationLimit,
                interval,
                limit);
    }

    public ServiceBusTransportSettings withOperationLimit(Duration value) {
        return new ServiceBusTransportSettings(
                connectionString,
                requests,
                replies,
                presence,
                caFile,
                inFlight,
                lockRenewal,
                value,
                probeInterval,
                probeLimit);
    }

    /** With a queue of its own for heartbeats and key messages. */
    public ServiceBusTransportSettings withPresence(String queue) {
        return new ServiceBusTransportSettings(
                connectionString,
                requests,
                replies,
                queue,
                caFile,
                inFlight,
                lockRenewal,
                operationLimit,
                probeInterval,
                probeLimit);
    }
}
