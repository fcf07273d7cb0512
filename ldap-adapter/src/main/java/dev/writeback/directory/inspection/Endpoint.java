package dev.writeback.directory.inspection;

/**
 * Where a server is.
 *
 * @param host a DNS name or an IP address, IPv6 without brackets
 * @param startTls TLS begins with StartTLS, and not with the first byte
 */
public record Endpoint(String host, int port, boolean startTls) {
    /** {@code host:port}. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
