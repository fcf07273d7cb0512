package dev.writeback.directory.ldap;

import java.time.Duration;

/**
 * Limits of a connection.
 *
 * @param connectTimeout TCP, TLS and bind, each
 * @param responseTimeout any one operation
 * @param poolSize idle connections kept to one server
 */
public record ConnectionSettings(Duration connectTimeout, Duration responseTimeout, int poolSize) {
    /**
     * @throws IllegalArgumentException when a limit is not positive
     */
    public ConnectionSettings {
        if (connectTimeout.toMillis() < 1 || responseTimeout.toMillis() < 1 || poolSize < 1) {
            throw new IllegalArgumentException("connectTimeout, responseTimeout and poolSize must be positive");
        }
    }
}
