package dev.writeback.sandbox.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The agent's HTTP endpoint as a monitor sees it. Thread-safe. */
public final class AgentHttp {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI root;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** The endpoint on that port of 127.0.0.1. */
    public AgentHttp(int port) {
        this.root = URI.create("http://127.0.0.1:" + port);
    }

    /** Where it is. */
    public URI root() {
        return root;
    }

    /** Whether {@code /readyz} answers 200; false too while nobody answers. */
    public boolean isReady() {
        return get("/readyz").filter(answer -> answer.statusCode() == 200).isPresent();
    }

    /** What {@code /readyz} says of each component; empty text while nobody answers. */
    public String readiness() {
        return get("/readyz").map(HttpResponse::body).orElse("");
    }

    /** The page {@code /metrics}; empty text while nobody answers. */
    public String metrics() {
        return get("/metrics").map(HttpResponse::body).orElse("");
    }

    /** What the status page shows, as JSON; empty text while nobody answers. */
    public String status() {
        return get("/status.json").map(HttpResponse::body).orElse("");
    }

    /**
     * The sum over all series of one metric, 0 when there is none.
     *
     * @param name without labels, as on the page
     */
    public double metric(String name) {
        Pattern line = Pattern.compile("^" + Pattern.quote(name) + "(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE);
        Matcher series = line.matcher(metrics());
        double sum = 0;
        while (series.find()) {
            sum += Double.parseDouble(series.group(1));
        }
        return sum;
    }

    private Optional<HttpResponse<String>> get(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(root.resolve(path)).timeout(PATIENCE).build();
        try {
            return Optional.of(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
