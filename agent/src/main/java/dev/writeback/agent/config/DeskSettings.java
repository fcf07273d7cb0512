package dev.writeback.agent.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the cloud enrols agents; it is asked once.
 *
 * @param url {@code https}, without query and fragment
 * @param caFile certificates in PEM to trust in place of the system's
 * @param proxy an HTTP proxy on the way there
 */
public record DeskSettings(URI url, Optional<Path> caFile, Optional<InetSocketAddress> proxy) {
    /** What an address of a desk looks like. */
    public static final TextForm URL = TextForm.of(
            "https://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?",
            "an https address without query and fragment");
    /** What an address of a proxy looks like. */
    public static final TextForm PROXY =
            TextForm.of("http://[A-Za-z0-9.-]+:[0-9]{1,5}/?", "http://HOST:PORT, without user and password");
}
