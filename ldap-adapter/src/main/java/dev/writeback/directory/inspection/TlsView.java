package dev.writeback.directory.inspection;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * How far a connection came, up to TLS.
 *
 * @param protocol such as {@code TLSv1.3}; empty when there was no handshake
 * @param chain what the server presented, its own certificate first, trusted or not; empty when it came to none
 * @param trusted what a certificate has to be signed by, in words
 * @param failure what ended it; its message holds no secret
 */
public record TlsView(
        Optional<String> protocol, List<X509Certificate> chain, String trusted, Optional<Exception> failure) {
    public TlsView {
        chain = List.copyOf(chain);
    }

    public boolean isOpen() {
        return failure.isEmpty();
    }
}
