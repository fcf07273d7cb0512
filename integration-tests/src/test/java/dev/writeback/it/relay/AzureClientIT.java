package dev.writeback.it.relay;

import static dev.writeback.it.relay.RelayFixture.REQUESTS;
import static dev.writeback.it.relay.RelayFixture.message;
import static dev.writeback.it.relay.RelayFixture.next;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.writeback.sandbox.servicebus.QueueView.Depth;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real Azure client cannot tell the embedded endpoint from Service Bus in what password writeback uses. */
class AzureClientIT {
    private static RelayFixture relay;
    private static ServiceBusSenderClient sender;
    private static ServiceBusReceiverClient receiver;

    @BeforeAll
    static void connect() {
        relay = RelayFixture.start();
        sender = relay.sender(REQUESTS);
        receiver = relay.receiver(REQUESTS);
    }

    @AfterAll
    static void disconnect() {
        sender.close();
        receiver.close();
        relay.close();
    }

    @Test
    void deliversBodyAndPropertiesAsSent() {
        ServiceBusMessage sent = message("m1", "hello")
                .setCorrelationId("c1")
                .setSubject("request")
                .setContentType("application/pwb+jwe+json")
                .setReplyToSessionId("s-1")
                .setTimeToLive(Duration.ofSeconds(60));
        sent.getApplicationProperties().put("k", 7);

        sender.sendMessage(sent);

        ServiceBusReceivedMessage received = next(receiver);
        assertThat(received.getBody().toString()).isEqualTo("hello");
        assertThat(received.getMessageId()).isEqualTo("m1");
        assertThat(received.getCorrelationId()).isEqualTo("c1");
        assertThat(received.getSubject()).isEqualTo("request");
        assertThat(received.getContentType()).isEqualTo("application/pwb+jwe+json");
        assertThat(received.getReplyToSessionId()).isEqualTo("s-1");
        assertThat(received.getTimeToLive()).isEqualTo(Duration.ofSeconds(60));
        assertThat(received.getApplicationProperties()).containsEntry("k", 7);
        assertThat(received.getDeliveryCount()).isZero();
        assertThat(received.getLockToken()).isNotBlank();
        assertThat(received.getLockedUntil()).isAfter(received.getEnqueuedTime());
        assertThat(received.getSequenceNumber()).isPositive();

        receiver.complete(received);

        assertThat(relay.bus().queue(REQUESTS).depth()).isEqualTo(new Depth(0, 0, 0));
    }
}
