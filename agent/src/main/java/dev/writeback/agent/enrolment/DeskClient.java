package dev.writeback.agent.enrolment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Speaks HTTPS with the cloud's desk: never follows a redirect, never speaks to a server it cannot name. */
final class DeskClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int MAX_BODY = 64 * 1024;

    private final DeskAddress address;
    private final Duration limit;
    private final HttpClient client;

    /** What the desk said; the body is empty for anything but 200. */
    record Answer(int status, byte[] body) {}

    DeskClient(DeskAddress address) throws DeskUnreachableException {
        this(address, ANSWER);
    }

    /**
     * @param limit from a request to the end of its answer
     */
    DeskClient(DeskAddress address, Duration limit) throws DeskUnreachableException {
        this.address = address;
        this.limit = limit;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        address.proxy().ifPresent(proxy -> builder.proxy(ProxySelector.of(proxy)));
        if (address.caFile().isPresent()) {
            builder.sslContext(trusting(address.caFile().get()));
        }
        this.client = builder.build();
    }

    private static SSLContext trusting(Path caFile) throws DeskUnreachableException {
        try (InputStream in = Files.newInputStream(caFile)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + number++, each);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new DeskUnreachableException(
                    "cloud.caFile: found what is no certificate in " + caFile + "; accepted: certificates in PEM", e);
        }
    }

    Answer post(String path, byte[] body) throws DeskUnreachableException {
        URI target = address.resolve(path);
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(limit)
                .header("Content-Type", "application/jose")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(request, bounded());
        try {
            // The request's own limit ends with the head of the answer.
            HttpResponse<byte[]> response = exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            IOException late = new HttpTimeoutException("no whole answer");
            throw new DeskUnreachableException(why(target, late), late);
        } catch (ExecutionException e) {
            IOException failure = e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            throw new DeskUnreachableException(why(target, failure), failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeskUnreachableException("interrupted while the cloud was asked", e);
        } finally {
            exchange.cancel(true);
        }
    }

    /** Empty in place of what is longer than any answer of a desk. */
    private static HttpResponse.BodyHandler<byte[]> bounded() {
        return head -> {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            return HttpResponse.BodySubscribers.mapping(
                    HttpResponse.BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> {
                        if (body.size() <= MAX_BODY) {
                            body.writeBytes(bytes);
                        }
                    })),
                    end -> body.size() > MAX_BODY ? new byte[0] : body.toByteArray());
        };
    }

    private String why(URI target, IOException e) {
        String where = target.getHost() + ":" + (target.getPort() < 0 ? 443 : target.getPort());
        String by = address.proxy()
                .map(proxy -> " by way of the proxy " + proxy.getHostString() + ":" + proxy.getPort())
                .orElse("");
        Optional<String> known = Optional.empty();
        for (@Nullable Throwable cause = e; cause != null && known.isEmpty(); cause = cause.getCause()) {
            known = known(cause);
        }
        return "the cloud's desk at " + where + by + " was not reached: "
                + known.orElseGet(() -> e.getClass().getSimpleName());
    }

    private Optional<String> known(Throwable cause) {
        if (cause instanceof SSLException) {
            return Optional.of("TLS failed (" + cause.getMessage()
                    + "); a private authority, or a proxy that inspects TLS, is named in cloud.caFile");
        }
        if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
            return Optional.of("its name has no address; look at cloud.url and at DNS");
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return Optional.of(
                    "no connection within " + CONNECT.toSeconds() + " s; look at the firewall and cloud.proxy");
        }
        if (cause instanceof HttpTimeoutException) {
            return Optional.of("no answer within " + limit.toSeconds() + " s");
        }
        if (cause instanceof ConnectException) {
            return Optional.of("the connection was refused; look at cloud.url"
                    + (address.proxy().isPresent() ? " and at cloud.proxy" : ""));
        }
        return cause instanceof IOException
                        && String.valueOf(cause.getMessage()).startsWith("Tunnel failed")
                ? Optional.of("the proxy did not let it through (" + cause.getMessage() + ")")
                : Optional.empty();
    }
}
