package dev.writeback.agent.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How far a connection came, up to TLS.
 *
 * @param protocol such as {@code TLSv1.3}; empty when there was no handshake
 * @param chain what the server presented, its own certificate first, trusted or not; empty when it came to none
 * @param failure what ended it
 */
public record TlsAttempt(Optional<String> protocol, List<X509Certificate> chain, Optional<Exception> failure) {
    public TlsAttempt {
        chain = List.copyOf(chain);
    }

    /** It did not come to a handshake. */
    public static TlsAttempt failed(Exception failure) {
        return new TlsAttempt(Optional.empty(), List.of(), Optional.of(failure));
    }

    public boolean isOpen() {
        return failure.isEmpty();
    }
}
