package dev.writeback.agent.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The section {@code relay.serviceBus}. The transport is AMQP over TLS.
 *
 * @param connection one connection string; trailing white space is to be ignored by its reader
 * @param requests the queue from the cloud to the agents
 * @param replies the queue from the agents to the cloud
 * @param presence the queue of heartbeats and key messages; that of the replies where there is none of its own
 * @param caFile certificates in PEM to trust beside the system's, for a relay with a private CA
 */
public record ServiceBusSettings(
        SecretReference connection, String requests, String replies, String presence, Optional<Path> caFile) {
    /** What the name of a queue looks like. */
    public static final TextForm QUEUE =
            TextForm.of("[A-Za-z0-9]([A-Za-z0-9._/-]{0,258}[A-Za-z0-9])?", "a queue name: letters, digits, . - _ /");

    /**
     * @throws IllegalArgumentException when a queue name has another form, or both are the same
     */
    public ServiceBusSettings {
        QUEUE.require("relay.serviceBus.requests", requests);
        QUEUE.require("relay.serviceBus.replies", replies);
        QUEUE.require("relay.serviceBus.presence", presence);
        if (requests.equalsIgnoreCase(presence)) {
            throw new IllegalArgumentException(
                    "relay.serviceBus.presence: found the queue of the requests; accepted: that of the replies, or one of"
                            + " its own");
        }
        if (requests.equalsIgnoreCase(replies)) {
            throw new IllegalArgumentException(
                    "relay.serviceBus.replies: found the queue of the requests; accepted: a queue of its own");
        }
    }
}
