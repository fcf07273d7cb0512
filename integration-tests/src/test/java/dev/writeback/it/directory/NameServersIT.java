package dev.writeback.it.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.directory.dns.NameServers;
import dev.writeback.directory.dns.NameServiceException;
import dev.writeback.directory.dns.ServiceAnswer;
import dev.writeback.directory.dns.ServiceRecord;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

final class NameServersIT {
    private static final String SERVICE = "_ldap._tcp.dc._msdcs.corp.example.test";

    @Test
    void readsRecordsWithTheirTimeToLive() throws Exception {
        try (NameServer server = new NameServer()) {
            server.name(SERVICE, new NameServer.Target(5, "dc1.corp.example.test", 389));

            ServiceAnswer answer = NameServers.of(Optional.of(server.address())).find(SERVICE);

            assertThat(answer.records()).containsExactly(new ServiceRecord(5, 100, "dc1.corp.example.test", 389));
            assertThat(answer.timeToLive()).isEqualTo(Duration.ofMinutes(10));
        }
    }

    @Test
    void unknownNameIsAnAnswer() throws Exception {
        try (NameServer server = new NameServer()) {
            assertThat(NameServers.of(Optional.of(server.address())).find(SERVICE))
                    .isEqualTo(ServiceAnswer.NONE);
        }
    }

    @Test
    void decidedlyNoServiceIsAnAnswer() throws Exception {
        try (NameServer server = new NameServer()) {
            server.name(SERVICE, new NameServer.Target(0, "", 0));

            assertThat(NameServers.of(Optional.of(server.address()))
                            .find(SERVICE)
                            .records())
                    .isEmpty();
        }
    }

    @Test
    void failureOfTheNameServerIsNoAnswer() throws Exception {
        try (NameServer server = new NameServer()) {
            server.failWith(Rcode.SERVFAIL);

            assertThatThrownBy(
                            () -> NameServers.of(Optional.of(server.address())).find(SERVICE))
                    .isInstanceOf(NameServiceException.class)
                    .hasMessageContaining("SERVFAIL")
                    .hasMessageContaining(SERVICE);
        }
    }

    @Test
    void silenceIsAFailureAfterSomeSeconds() throws Exception {
        InetSocketAddress nobody;
        try (NameServer server = new NameServer()) {
            nobody = server.address();
        }
        assertThatThrownBy(() -> NameServers.of(Optional.of(nobody)).find(SERVICE))
                .isInstanceOf(NameServiceException.class)
                .hasMessageContaining("did not answer");
    }
}
