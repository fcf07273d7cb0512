package dev.writeback.directory.ad;

import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.directory.ldap.ServiceBind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach one Active Directory domain.
 *
 * @param name how logs, metrics and health name it
 * @param servers its domain controllers; read-only ones are left out by themselves
 * @param baseDn where look-ups begin, RFC 4514; normally the domain
 * @param caFile certificates in PEM, then nothing else is trusted; empty for the Java runtime's roots
 * @param bind the service account and what proves it
 * @param connectTimeout for TCP, TLS and bind, each; and for a look-up, where another server could answer it
 * @param responseTimeout for any other operation
 * @param poolSize idle connections kept to one server
 * @param historyRequired use no server that cannot check a reset against the password history; otherwise it is checked
 *     where the server can
 * @param clock the host's
 */
public record ActiveDirectorySettings(
        String name,
        ServerChoice servers,
        String baseDn,
        Optional<Path> caFile,
        ServiceBind bind,
        Duration connectTimeout,
        Duration responseTimeout,
        int poolSize,
        boolean historyRequired,
        Clock clock) {
    /** Long enough for a slow domain controller, short enough for the lock of a request. */
    public static final Duration DEFAULT_RESPONSE_TIMEOUT = Duration.ofSeconds(10);

    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * @throws IllegalArgumentException when the base is empty
     */
    public ActiveDirectorySettings {
        if (baseDn.isBlank()) {
            throw new IllegalArgumentException("directory '" + name + "' needs a baseDn");
        }
    }

    @Override
    public String toString() {
        return "ActiveDirectorySettings[" + name + " " + servers + "]";
    }
}
