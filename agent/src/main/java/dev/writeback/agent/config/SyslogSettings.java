package dev.writeback.agent.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The section {@code audit.syslog}: RFC 5424 over TLS, RFC 5425.
 *
 * @param server not resolved; the certificate has to be its name's
 * @param caFile the only authorities that are trusted; without it, those of the Java runtime
 * @param format of the messages
 */
public record SyslogSettings(InetSocketAddress server, Optional<Path> caFile, Format format) {
    /** The port of RFC 5425. */
    public static final int PORT = 6514;

    /** What stands in a message. */
    public enum Format {
        /** The record as it is in the file. */
        JSON,
        /** The Common Event Format, version 0. */
        CEF
    }
}
