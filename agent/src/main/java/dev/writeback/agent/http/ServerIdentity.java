package dev.writeback.agent.http;

import dev.writeback.agent.http.CertificateFiles.Identity;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoint's side of TLS: 1.2 and 1.3, ephemeral keys and authenticated ciphers alone. Follows its files; while they are
 * wrong, the last good ones are in force. Thread-safe.
 */
final class ServerIdentity {
    private static final Logger log = LoggerFactory.getLogger(ServerIdentity.class);

    private static final List<String> CIPHERS = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private final CertificateFiles files;
    private volatile InForce inForce;
    private String trouble = "";

    private record InForce(List<X509Certificate> chain, SslContext context) {}

    /**
     * @throws IOException when the files cannot be used; the message says which, and why
     */
    ServerIdentity(CertificateFiles files) throws IOException {
        this.files = files;
        this.inForce = context(files.read());
    }

    private static InForce context(Identity identity) throws IOException {
        X509Certificate[] chain = identity.chain().toArray(new X509Certificate[0]);
        return new InForce(
                identity.chain(),
                SslContextBuilder.forServer(identity.key(), chain)
                        .sslProvider(SslProvider.JDK)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .ciphers(CIPHERS)
                        .build());
    }

    SslContext context() {
        return inForce.context();
    }

    /** Looks whether another chain of certificates is there. Blocks; called by one thread. */
    void refresh() {
        try {
            Identity found = files.read();
            trouble = "";
            if (found.chain().equals(inForce.chain())) {
                return;
            }
            inForce = context(found);
            log.atInfo()
                    .setMessage("the certificate of the local endpoint has changed")
                    .addKeyValue("until", found.own().getNotAfter().toInstant())
                    .log();
        } catch (IOException e) {
            String now = String.valueOf(e.getMessage());
            if (!now.equals(trouble)) {
                log.atWarn()
                        .setMessage("the files of the local endpoint's certificate cannot be used; the last one stays")
                        .addKeyValue("cause", now)
                        .log();
            }
            trouble = now;
        }
    }
}
