package dev.writeback.sandbox.cloud;

import dev.writeback.agent.config.SecretReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All of {@code cloud.yaml}.
 *
 * @param issuer {@code iss} of the requests
 * @param audience {@code aud} of requests and acks
 * @param signingKey a private JWK, ES256
 * @param ackKey a private JWK, ECDH-ES+A256KW, to which the agents encrypt their acks
 * @param agents the agents' public keys, a JWK set; read again when it changes
 * @param desk the running cloud that enrols agents, where there is one
 */
public record CloudConfig(
        String issuer,
        String audience,
        Path signingKey,
        Path ackKey,
        Path agents,
        ServiceBus relay,
        Optional<Desk> desk) {
    /**
     * The section {@code desk}.
     *
     * @param url of the desk, https
     * @param caFile certificates in PEM to trust for it
     * @param token of the administrator
     */
    public record Desk(URI url, Path caFile, SecretReference token) {}

    /**
     * The section {@code relay.serviceBus}.
     *
     * @param connection one connection string
     * @param requests the queue to send to
     * @param replies the queue to read
     * @param caFile certificates in PEM to trust beside the system's
     */
    public record ServiceBus(SecretReference connection, String requests, String replies, Optional<Path> caFile) {}
}
