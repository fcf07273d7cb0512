package dev.writeback.agent.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads {@code http}: what others can reach has a token, and a certificate unless plain text is said to be meant. */
final class HttpReader {
    private static final String TOKEN = "token";
    private static final String TLS = "tls";
    private static final String PLAIN_TEXT = "plainText";

    private HttpReader() {}

    static Supplier<HttpSettings> read(Section section) {
        Optional<InetAddress> address = address(section);
        int port = port(section);
        boolean reachable = address.filter(there -> !there.isLoopbackAddress()).isPresent();
        Optional<SecretReference> token =
                section.alternativeSecret(TOKEN, reachable).secret();
        boolean encrypted = section.has(TLS);
        Supplier<HttpSettings.Tls> tls = tls(section.optionalSection(TLS));
        boolean plainText = section.optional(PLAIN_TEXT).flag().orElse(false);
        if (encrypted && plainText) {
            section.refuse(PLAIN_TEXT, "true beside http.tls", "one of the two");
        }
        if (reachable && !encrypted && !plainText) {
            section.missing(
                    TLS,
                    "a mapping with certificateFile and keyFile, since http.address is one that others can reach;"
                            + " or plainText: true, and everybody on the way can read the token");
        }
        boolean showSubjects = section.optional("showSubjects").flag().orElse(false);
        section.end();
        return () -> new HttpSettings(
                address.orElseGet(() -> AgentConfigLoader.address(HttpSettings.DEFAULT_ADDRESS)),
                port,
                token,
                encrypted ? Optional.of(tls.get()) : Optional.empty(),
                plainText,
                showSubjects);
    }

    /** Where the endpoint answers on this machine, and whether a token is wanted; what else is wrong is no hindrance. */
    static Supplier<Whereabouts.Endpoint> whereabouts(Section section) {
        InetAddress address = address(section).orElseGet(() -> AgentConfigLoader.address(HttpSettings.DEFAULT_ADDRESS));
        InetSocketAddress here = HttpSettings.fromHere(address, port(section));
        return () -> new Whereabouts.Endpoint(here, section.has(TOKEN));
    }

    private static Optional<InetAddress> address(Section section) {
        return section.optional("address").text("an IP address, not a name", AgentConfigLoader::address);
    }

    private static int port(Section section) {
        return section.optional("port").number(HttpSettings.PORT).orElse(HttpSettings.DEFAULT_PORT);
    }

    private static Supplier<HttpSettings.Tls> tls(Section section) {
        Optional<Path> certificates = section.required("certificateFile").certificates();
        Optional<Path> key = section.required("keyFile")
                .privateFile("a file with the private key of http.tls.certificateFile in PEM");
        section.end();
        return () -> new HttpSettings.Tls(certificates.orElseThrow(), key.orElseThrow());
    }
}
