package dev.writeback.agent.doctor;

import dev.writeback.agent.relay.servicebus.RelayInspection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * This host's clock beside the cloud's, as an HTTPS server of the cloud tells it in the {@code Date} of any answer (RFC 9110,
 * section 6.6.1), in whole seconds. AMQP tells no time.
 */
final class CloudClock {
    private static final String NAME = "clock";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Optional<URI> source;
    private final HttpClient.Builder client;
    private final Clock clock;

    /**
     * @param source any address there; empty where there is none
     * @param client that trusts the server
     */
    CloudClock(Optional<URI> source, HttpClient.Builder client, Clock clock) {
        this.source = source;
        this.client = client;
        this.clock = clock;
    }

    /** By the HTTPS side of the relay's namespace. */
    static CloudClock of(RelayInspection relay, Clock clock) {
        return new CloudClock(
                relay.isAtUsualPort() ? Optional.of(URI.create("https://" + relay.host() + "/")) : Optional.empty(),
                HttpClient.newBuilder(),
                clock);
    }

    Check look() {
        if (source.isEmpty()) {
            return Check.note(
                    NAME, "not compared with the relay's: AMQP tells no time, and this relay is at a port of its own");
        }
        try {
            HttpClient asking = client.connectTimeout(LIMIT).build();
            Instant before = clock.instant();
            HttpResponse<Void> answer = asking.send(
                    HttpRequest.newBuilder(source.get())
                            .timeout(LIMIT)
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            Instant after = clock.instant();
            return answer.headers()
                    .firstValue("Date")
                    .flatMap(CloudClock::time)
                    .map(date -> ClockCheck.of(
                            NAME,
                            "the Date of " + source.get(),
                            Duration.between(
                                    date,
                                    before.plus(Duration.between(before, after).dividedBy(2)))))
                    .orElseGet(() -> Check.note(NAME, "not compared: " + source.get() + " tells no time"));
        } catch (IOException e) {
            return Check.note(
                    NAME,
                    "not compared with the relay's: " + source.get() + " does not answer ("
                            + e.getClass().getSimpleName() + "); the agent does not need it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Check.note(NAME, "not compared: interrupted");
        }
    }

    private static Optional<Instant> time(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
