package dev.writeback.sandbox.desk;

import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The administrator's side of a running cloud. */
public final class DeskAdministrator {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final CloudConfig.Desk desk;
    private final HttpClient client;

    /** @throws IOException when the desk's certificate cannot be read */
    public DeskAdministrator(CloudConfig.Desk desk) throws IOException {
        this.desk = desk;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .sslContext(trusting(desk.caFile()))
                .build();
    }

    private static SSLContext trusting(Path caFile) throws IOException {
        try (InputStream in = Files.newInputStream(caFile)) {
            Certificate authority = CertificateFactory.getInstance("X.509").generateCertificate(in);
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("desk", authority);
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(caFile + " holds no certificate", e);
        }
    }

    /** A new code: {@code {"code":...,"minutes":15}}. */
    public String code() throws IOException {
        return ask("POST", "codes", "");
    }

    /** All agents and whether each is there, as JSON. */
    public String agents() throws IOException {
        return ask("GET", "agents", "");
    }

    /**
     * Sets the tenant's switches for all agents.
     *
     * @param json with any of {@code reset, change, adminReset, unlock, validate, perUser, perAgent}; what is not there is on
     */
    public String switches(String json) throws IOException {
        return ask("PUT", "switches", json);
    }

    /** Revokes the keys of an agent and forgets it. */
    public void revoke(String agent) throws IOException {
        ask("DELETE", "agents/" + agent, "");
    }

    private String ask(String method, String what, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(desk.url() + "/admin/" + what))
                .timeout(LIMIT)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        try (Secret token = desk.token().read()) {
            token.use(
                    bytes -> request.header("Authorization", "Bearer " + new String(bytes, StandardCharsets.US_ASCII)));
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IOException("the desk answers " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
