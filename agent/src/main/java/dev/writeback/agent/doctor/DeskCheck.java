package dev.writeback.agent.doctor;

import dev.writeback.agent.config.DeskSettings;
import dev.writeback.agent.tls.CaFiles;
import dev.writeback.agent.tls.Handshake;
import dev.writeback.agent.tls.TlsAttempt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The way to the cloud's desk, where agents enrol: the proxy if there is one, TLS, and the cloud's clock. */
final class DeskCheck {
    static final String NAME = "cloud";
    private static final int HTTPS = 443;

    private final DeskSettings desk;
    private final Clock clock;

    DeskCheck(DeskSettings desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    Check look() {
        URI url = desk.url();
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        int port = url.getPort() < 0 ? HTTPS : url.getPort();
        List<Check> parts = new ArrayList<>();
        Optional<InetSocketAddress> proxy = desk.proxy();
        if (proxy.isPresent()) {
            parts.add(new ProxyCheck(proxy.get()).of(host, port));
        } else {
            NameCheck.of(host, "correct cloud.url, or the DNS of this host").ifPresent(parts::add);
        }
        if (parts.stream().allMatch(Check::holds)) {
            parts.addAll(tls(host, port));
        } else {
            parts.add(Check.note("TLS", "not checked: there is no connection to try it on"));
        }
        return Check.of(NAME, url.toString(), parts);
    }

    private List<Check> tls(String host, int port) {
        X509ExtendedTrustManager judge;
        try {
            judge = CaFiles.trustManager(desk.caFile());
        } catch (IOException | GeneralSecurityException e) {
            return List.of(Check.failure(
                    "TLS", "cloud.caFile cannot be used: " + e.getMessage(), "put certificates in PEM into it"));
        }
        TlsAttempt attempt = attempt(host, port, judge);
        Check tls = new TlsCheck(
                        host,
                        host + ":" + port,
                        desk.caFile()
                                .map(file -> "only the certificates in " + file)
                                .orElse("the Java runtime's roots"),
                        "cloud.caFile",
                        "cloud.url",
                        clock.instant())
                .of(attempt.protocol(), attempt.chain(), attempt.failure());
        return attempt.isOpen() ? List.of(tls, clock(judge)) : List.of(tls);
    }

    private TlsAttempt attempt(String host, int port, X509ExtendedTrustManager judge) {
        try (Socket socket = desk.proxy().isPresent()
                ? new ProxyCheck(desk.proxy().get()).tunnel(host, port)
                : ProxyCheck.connected(new InetSocketAddress(host, port))) {
            return Handshake.over(socket, host, port, judge);
        } catch (IOException e) {
            return TlsAttempt.failed(e);
        }
    }

    private Check clock(X509ExtendedTrustManager judge) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {judge}, null);
            HttpClient.Builder client = HttpClient.newBuilder().sslContext(context);
            desk.proxy()
                    .map(proxy -> new InetSocketAddress(proxy.getHostString(), proxy.getPort()))
                    .ifPresent(proxy -> client.proxy(ProxySelector.of(proxy)));
            return new CloudClock(Optional.of(desk.url()), client, clock).look();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime offers no TLS", e);
        }
    }
}
