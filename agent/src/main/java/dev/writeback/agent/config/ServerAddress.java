package dev.writeback.agent.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One directory server, always over TLS.
 *
 * @param host a DNS name or an IP address (IPv6 without brackets); the certificate is checked against it
 */
public record ServerAddress(Security security, String host, int port) {
    /** How TLS comes about. */
    public enum Security {
        /** TLS from the first byte: {@code ldaps://}. */
        LDAPS(636),
        /** The StartTLS extended operation before anything else (RFC 4513): {@code ldap://}. */
        STARTTLS(389);

        private final int defaultPort;

        Security(int defaultPort) {
            this.defaultPort = defaultPort;
        }
    }

    static final String ACCEPTED = "ldaps://HOST[:PORT], or ldap://HOST[:PORT] for StartTLS";

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]+");
    private static final Pattern ADDRESS = Pattern.compile(
            "(?<scheme>(?i)ldaps?)://(\\[(?<six>[0-9A-Fa-f:.]+)]|(?<host>[A-Za-z0-9.-]+))(:(?<port>[0-9]{1,5}))?/?");
    private static final IntRange PORT = new IntRange(1, 65535);

    /**
     * @throws IllegalArgumentException when host or port has another form
     */
    public ServerAddress {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host: accepted: a DNS name or an IP address");
        }
        PORT.require("port", port);
    }

    /**
     * Reads {@code ldaps://host[:port]} or {@code ldap://host[:port]}.
     *
     * @throws IllegalArgumentException when the text is anything else; the message does not repeat it
     */
    public static ServerAddress parse(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("accepted: " + ACCEPTED);
        }
        Security security =
                matcher.group("scheme").toLowerCase(Locale.ROOT).equals("ldaps") ? Security.LDAPS : Security.STARTTLS;
        String host = matcher.group("six") == null ? matcher.group("host") : matcher.group("six");
        String port = matcher.group("port");
        return new ServerAddress(security, host, port == null ? security.defaultPort : Integer.parseInt(port));
    }

    @Override
    public String toString() {
        String scheme = security == Security.LDAPS ? "ldaps://" : "ldap://";
        return scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
