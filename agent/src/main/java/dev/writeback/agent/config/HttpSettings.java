package dev.writeback.agent.config;

import java.net.InetAddress;

/**
 * The section {@code http}: the local endpoint for metrics and health.
 *
 * @param address where it listens; the loopback address unless the file says otherwise
 * @param port 0 lets the system choose one
 */
public record HttpSettings(InetAddress address, int port) {
    static final int DEFAULT_PORT = 9464;
    static final String DEFAULT_ADDRESS = "127.0.0.1";
    static final IntRange PORT = new IntRange(0, 65535);

    /**
     * @throws IllegalArgumentException when the port is out of its range
     */
    public HttpSettings {
        PORT.require("http.port", port);
    }
}
