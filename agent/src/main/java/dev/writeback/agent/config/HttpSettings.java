package dev.writeback.agent.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The section {@code http}: the local endpoint for metrics and health. Where others can reach it, it has a token, and a
 * certificate unless plain text is said to be meant.
 *
 * @param address where it listens; the loopback address unless the file says otherwise
 * @param port 0 lets the system choose one
 * @param token what whoever asks has to show
 * @param tls empty for plain HTTP
 * @param plainText the token may be read by everybody on the way
 * @param showSubjects the status names the users of the last requests
 */
public record HttpSettings(
        InetAddress address,
        int port,
        Optional<SecretReference> token,
        Optional<Tls> tls,
        boolean plainText,
        boolean showSubjects) {
    static final int DEFAULT_PORT = 9464;
    static final String DEFAULT_ADDRESS = "127.0.0.1";
    static final IntRange PORT = new IntRange(0, 65535);

    /**
     * The endpoint's certificate.
     *
     * @param certificateFile PEM, its own certificate first
     * @param keyFile PEM, PKCS#8
     */
    public record Tls(Path certificateFile, Path keyFile) {}

    /**
     * @throws IllegalArgumentException when the port is out of its range, or others could reach it unprotected
     */
    public HttpSettings {
        PORT.require("http.port", port);
        if (!address.isLoopbackAddress() && (token.isEmpty() || tls.isEmpty() && !plainText)) {
            throw new IllegalArgumentException(
                    "http.address is one that others can reach: http.token has to be there, and http.tls or http.plainText");
        }
    }

    /**
     * One for this machine alone, without a token.
     *
     * @throws IllegalArgumentException when the address is another than a loopback one
     */
    public HttpSettings(InetAddress address, int port) {
        this(address, port, Optional.empty(), Optional.empty(), false, false);
    }

    /** Where commands of this machine ask; the endpoint listens there whatever its address. */
    public InetSocketAddress fromHere() {
        return fromHere(address, port);
    }

    static InetSocketAddress fromHere(InetAddress address, int port) {
        return new InetSocketAddress(address.isLoopbackAddress() ? address : InetAddress.getLoopbackAddress(), port);
    }
}
