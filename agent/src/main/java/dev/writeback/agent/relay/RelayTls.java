package dev.writeback.agent.relay;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How far a connection to the relay came, up to TLS.
 *
 * @param protocol such as {@code TLSv1.3}; empty when there was no handshake
 * @param chain what the relay presented, its own certificate first, trusted or not; empty when it came to none
 * @param failure what ended it
 */
public record RelayTls(Optional<String> protocol, List<X509Certificate> chain, Optional<Exception> failure) {
    public RelayTls {
        chain = List.copyOf(chain);
    }

    public boolean isOpen() {
        return failure.isEmpty();
    }
}
