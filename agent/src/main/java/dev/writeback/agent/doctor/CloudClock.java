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
 * This host's clock beside the cloud's. AMQP tells no time; the HTTPS side of the same namespace does, in the {@code Date}
 * of any answer (RFC 9110, section 6.6.1), whole seconds.
 */
final class CloudClock {
    private static final String NAME = "clock";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Optional<URI> source;
    private final Clock clock;

    CloudClock(RelayInspection relay, Clock clock) {
        this(
                relay.isAtUsualPort() ? Optional.of(URI.create("https://" + relay.host() + "/")) : Optional.empty(),
                clock);
    }

    CloudClock(Optional<URI> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    Check look() {
        if (source.isEmpty()) {
            return Check.note(
                    NAME, "not compared with the relay's: AMQP tells no time, and this relay is at a port of its own");
        }
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
            Instant before = clock.instant();
            HttpResponse<Void> answer = client.send(
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
