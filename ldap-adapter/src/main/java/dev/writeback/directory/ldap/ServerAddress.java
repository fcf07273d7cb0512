package dev.writeback.directory.ldap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One directory server, always over TLS.
 *
 * @param transport how TLS comes about
 * @param host a DNS name or an IP address (IPv6 without brackets); the certificate is checked against it
 * @param port 1 to 65535
 */
public record ServerAddress(Transport transport, String host, int port) {
    /** How TLS comes about. */
    public enum Transport {
        /** TLS from the first byte: {@code ldaps://}, port 636. */
        LDAPS(636),
        /** The StartTLS extended operation before anything else (RFC 4511, section 4.14): {@code ldap://}, port 389. */
        START_TLS(389);

        private final int port;

        Transport(int port) {
            this.port = port;
        }
    }

    private static final Pattern URL =
            Pattern.compile("(ldaps?)://(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9.-]+))(?::([0-9]{1,5}))?/?");

    /**
     * @throws IllegalArgumentException when the host is empty or the port out of range
     */
    public ServerAddress {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a server needs a host and a port from 1 to 65535");
        }
    }

    /**
     * Reads {@code ldaps://host[:port]}, or {@code ldap://host[:port]} for StartTLS.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static ServerAddress parse(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a server is ldaps://HOST[:PORT], or ldap://HOST[:PORT] for StartTLS; found '" + url + "'");
        }
        Transport transport = matcher.group(1).equals("ldaps") ? Transport.LDAPS : Transport.START_TLS;
        String host = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        String port = matcher.group(4);
        return new ServerAddress(transport, host, port == null ? transport.port : Integer.parseInt(port));
    }

    /** The host alone where it is reached by LDAPS at port 636, else {@code host:port}: no two servers have the same. */
    public String name() {
        return transport == Transport.LDAPS && port == Transport.LDAPS.port && !host.contains(":") ? host : toString();
    }

    /** {@code host:port}. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
