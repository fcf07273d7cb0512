package dev.writeback.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TlsTroubleTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new UnknownHostException("dc1"), TlsTrouble.NO_ADDRESS),
                Arguments.of(new ConnectException("Connection refused"), TlsTrouble.REFUSED),
                Arguments.of(new SocketTimeoutException("Connect timed out"), TlsTrouble.SILENCE),
                Arguments.of(new NoRouteToHostException("No route to host"), TlsTrouble.UNREACHED),
                Arguments.of(new SocketException("Network is unreachable"), TlsTrouble.UNREACHED),
                Arguments.of(new SocketException("Connection reset"), TlsTrouble.NO_TLS),
                Arguments.of(new EOFException(), TlsTrouble.NO_TLS),
                Arguments.of(new SSLException("Unsupported or unrecognized SSL message"), TlsTrouble.NO_TLS),
                Arguments.of(new IOException("something else"), TlsTrouble.OTHER));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsApartWhyNoCertificateWasSeen(Exception failure, TlsTrouble trouble) {
        Exception wrapped = new IOException("while connecting", failure);

        assertThat(TlsTrouble.of(wrapped, List.of(), "dc1", Instant.EPOCH)).isEqualTo(trouble);
    }
}
