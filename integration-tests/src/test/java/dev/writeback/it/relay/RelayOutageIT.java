package dev.writeback.it.relay;

import static dev.writeback.it.relay.RelayFixture.REQUESTS;
import static dev.writeback.it.relay.RelayFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayHealth.State;
import dev.writeback.agent.relay.RelayRequest;
import dev.writeback.agent.relay.servicebus.ServiceBusTransport;
import dev.writeback.sandbox.servicebus.Faults;
import dev.writeback.sandbox.servicebus.Faults.NewConnections;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transport says by itself that the relay is gone, says why, and comes back by itself. */
@Execution(ExecutionMode.CONCURRENT)
class RelayOutageIT {
    private static final Duration SEEN = Duration.ofSeconds(40);
    private static final Duration BACK = Duration.ofSeconds(40);

    private final RelayFixture relay = RelayFixture.start();
    private final Faults faults = relay.bus().faults();
    private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    private ServiceBusTransport transport;

    @BeforeEach
    void start() throws Exception {
        transport =
                relay.transport(relay.transportSettings(4).withProbe(Duration.ofMillis(300), Duration.ofSeconds(4)));
        transport.start(this::settle);
        await().atMost(SEEN)
                .untilAsserted(() -> assertThat(transport.health().state()).isEqualTo(State.UP));
    }

    @AfterEach
    void close() {
        transport.close();
        relay.close();
    }

    @Test
    void refusedConnections() throws Exception {
        faults.stopListening();
        assertDown("refuses connections");

        faults.listenAgain();
        assertBackInService();
    }

    @Test
    void connectionsThatAreNeverAnswered() throws Exception {
        faults.newConnections(NewConnections.STALLED);
        faults.dropConnections();
        assertDown("");

        faults.newConnections(NewConnections.SERVED);
        faults.dropConnections();
        assertBackInService();
    }

    @Test
    void refusedTokens() throws Exception {
        faults.refuseTokens(true);
        faults.dropConnections();
        assertDown("the relay refused the access key");

        faults.refuseTokens(false);
        assertBackInService();
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp:unauthorized-access", "com.microsoft:entity-disabled", "amqp:internal-error"})
    void receiverThatIsRefusedAgainAndAgain(String condition) throws Exception {
        faults.refuseReceivers(REQUESTS, condition);
        faults.detachLinks(REQUESTS, condition);
        assertDown("receiving stopped: ");

        faults.allowReceivers(REQUESTS);
        assertBackInService();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp:link:detach-forced",
                "com.microsoft:server-busy",
                "com.microsoft:timeout",
                "amqp:internal-error",
                "amqp:unauthorized-access",
                "com.microsoft:entity-disabled"
            })
    void detachedLink(String condition) throws Exception {
        assertThat(faults.detachLinks(REQUESTS, condition)).isEqualTo(1);

        assertBackInService();
    }

    private void assertDown(String reason) {
        await().atMost(SEEN).untilAsserted(() -> {
            assertThat(transport.health().state()).isEqualTo(State.DOWN);
            assertThat(transport.health().detail()).contains(reason);
        });
    }

    /** Up, and a request really gets through. */
    private void assertBackInService() throws InterruptedException {
        try (ServiceBusSenderClient cloud = relay.sender(REQUESTS)) {
            cloud.sendMessage(message("after", "x"));
        }
        assertThat(handled.poll(BACK.toSeconds(), TimeUnit.SECONDS)).isEqualTo("after");
        await().atMost(BACK)
                .untilAsserted(() -> assertThat(transport.health().state())
                        .as(transport.health().detail())
                        .isEqualTo(State.UP));
    }

    private void settle(RelayRequest request) {
        try {
            request.settle();
            handled.add(request.messageId());
        } catch (RelayException e) {
            handled.add(e.toString());
        }
    }
}
