package dev.writeback.agent.enrolment;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the cloud enrols agents.
 *
 * @param url {@code https}, without query and fragment; {@code /enroll} is added to it
 * @param caFile certificates in PEM to trust in place of the system's
 * @param proxy an HTTP proxy that tunnels (CONNECT)
 */
public record DeskAddress(URI url, Optional<Path> caFile, Optional<InetSocketAddress> proxy) {
    URI resolve(String path) {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
