package dev.writeback.it.relay;

import static dev.writeback.it.relay.RelayFixture.REPLIES;
import static dev.writeback.it.relay.RelayFixture.REQUESTS;
import static dev.writeback.it.relay.RelayFixture.message;
import static dev.writeback.it.relay.RelayFixture.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.writeback.agent.relay.RelayHealth.State;
import dev.writeback.agent.relay.servicebus.ServiceBusTransport;
import dev.writeback.sandbox.servicebus.QueueView.Depth;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the pipeline relies on when the relay is well. */
class ServiceBusTransportIT {
    private final RelayFixture relay = RelayFixture.start();
    private final ServiceBusSenderClient cloud = relay.sender(REQUESTS);
    private ServiceBusTransport transport;

    @BeforeEach
    void createTransport() throws Exception {
        transport = relay.transport(4);
    }

    @AfterEach
    void close() {
        transport.close();
        cloud.close();
        relay.close();
    }

    @Test
    void answersAndThenSettlesARequest() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Instant expiry = Instant.now().plusSeconds(120);
        transport.start(request -> {
            try {
                request.answer(request.body(), "ack-1", expiry);
                request.settle();
                seen.add(Thread.currentThread().getName() + " delivery " + request.delivery());
            } catch (Exception e) {
                seen.add(e.toString());
            }
        });

        cloud.sendMessage(message("r-1", "sealed").setReplyToSessionId("instance-7"));

        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("relay-worker-1 delivery 1");
        try (ServiceBusReceiverClient replies = relay.consumer(REPLIES)) {
            ServiceBusReceivedMessage ack = next(replies);
            assertThat(ack.getBody().toBytes()).isEqualTo("sealed".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(ack.getMessageId()).isEqualTo("ack-1");
            assertThat(ack.getCorrelationId()).isEqualTo("r-1");
            assertThat(ack.getSubject()).isEqualTo("ack");
            assertThat(ack.getContentType()).isEqualTo("application/pwb+jwe+json");
            assertThat(ack.getSessionId()).isEqualTo("instance-7");
            assertThat(ack.getTimeToLive()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(120));
        }
        assertThat(relay.bus().queue(REQUESTS).depth()).isEqualTo(new Depth(0, 0, 0));
        await().untilAsserted(() -> assertThat(transport.health().state()).isEqualTo(State.UP));
    }
}
