package dev.writeback.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClockCheckTest {
    @ParameterizedTest
    @CsvSource({"0, OK", "3, OK", "-3, OK", "4, WARNING", "-30, WARNING", "31, FAILURE", "-3600, FAILURE"})
    void judgesByTheLimitOfTheAgent(long seconds, Check.Status status) {
        assertThat(ClockCheck.of("clock", "the clock of dc1", Duration.ofSeconds(seconds))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void saysWhichClockIsAhead() {
        assertThat(ClockCheck.of("clock", "that of dc1", Duration.ofMinutes(5)).detail())
                .isEqualTo("this host is 5 min ahead of that of dc1");
        assertThat(ClockCheck.of("clock", "that of dc1", Duration.ofSeconds(-90))
                        .detail())
                .isEqualTo("this host is 1 min 30 s behind that of dc1");
    }

    /** The server's Date is that of the real clock. */
    @Test
    void comparesWithTheDateOfTheRelaysHttpsSide() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        try {
            URI place = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");

            Check right = new CloudClock(Optional.of(place), HttpClient.newBuilder(), Clock.systemUTC()).look();
            Check wrong = new CloudClock(
                            Optional.of(place),
                            HttpClient.newBuilder(),
                            Clock.offset(Clock.systemUTC(), Duration.ofHours(1)))
                    .look();

            assertThat(right.status()).isNotEqualTo(Check.Status.FAILURE);
            assertThat(right.detail()).contains("the Date of " + place);
            assertThat(wrong.status()).isEqualTo(Check.Status.FAILURE);
            assertThat(wrong.detail()).contains("ahead of the Date of " + place);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysWhatItCouldNotCompare() {
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

        assertThat(new CloudClock(Optional.empty(), HttpClient.newBuilder(), clock)
                        .look()
                        .status())
                .isEqualTo(Check.Status.NOTE);
        Check silent =
                new CloudClock(Optional.of(URI.create("http://127.0.0.1:1/")), HttpClient.newBuilder(), clock).look();
        assertThat(silent.status()).isEqualTo(Check.Status.NOTE);
        assertThat(silent.detail()).contains("does not answer");
    }
}
