package dev.writeback.it.relay;

import static dev.writeback.it.relay.RelayFixture.PRESENCE;
import static dev.writeback.it.relay.RelayFixture.REPLIES;
import static dev.writeback.it.relay.RelayFixture.REQUESTS;
import static dev.writeback.it.relay.RelayFixture.message;
import static dev.writeback.it.relay.RelayFixture.next;
import static dev.writeback.sandbox.servicebus.broker.Outcome.ABANDONED;
import static dev.writeback.sandbox.servicebus.broker.Outcome.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayHealth.State;
import dev.writeback.agent.relay.RelayNotice;
import dev.writeback.agent.relay.servicebus.ServiceBusTransport;
import dev.writeback.sandbox.servicebus.QueueView.Depth;
import dev.writeback.sandbox.servicebus.Settlement;
import dev.writeback.sandbox.servicebus.broker.QueueSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the pipeline relies on when the relay is well. */
@Execution(ExecutionMode.CONCURRENT)
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

        assertThat(seen.poll(40, TimeUnit.SECONDS)).isEqualTo("relay-worker-1 delivery 1");
        try (ServiceBusReceiverClient replies = relay.consumer(REPLIES)) {
            ServiceBusReceivedMessage ack = next(replies);
            assertThat(ack.getBody().toBytes()).isEqualTo("sealed".getBytes(StandardCharsets.UTF_8));
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

    @Test
    void releasedRequestComesBackAsTheNextDelivery() {
        BlockingQueue<Integer> deliveries = new LinkedBlockingQueue<>();
        transport.start(request -> {
            deliveries.add(request.delivery());
            end(() -> {
                if (request.delivery() < 3) {
                    request.release();
                } else {
                    request.settle();
                }
            });
        });

        cloud.sendMessage(message("r-1", "x"));

        await().untilAsserted(() -> assertThat(relay.bus().queue(REQUESTS).settlements())
                .containsExactly(
                        new Settlement("r-1", 0, ABANDONED),
                        new Settlement("r-1", 1, ABANDONED),
                        new Settlement("r-1", 2, COMPLETED)));
        assertThat(deliveries).containsExactly(1, 2, 3);
    }

    @Test
    void asksForNothingMoreUntilItIsKnownThatAMessageIsNotForOthers() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        transport.start(request -> {
            awaitQuietly(opened);
            request.taken();
            awaitQuietly(ended);
            end(request::settle);
        });
        cloud.sendMessage(message("r-1", "x"));
        cloud.sendMessage(message("r-2", "x"));
        await().untilAsserted(
                        () -> assertThat(relay.bus().queue(REQUESTS).depth()).isEqualTo(new Depth(1, 1, 0)));

        opened.countDown();

        await().untilAsserted(
                        () -> assertThat(relay.bus().queue(REQUESTS).depth()).isEqualTo(new Depth(0, 2, 0)));
        ended.countDown();
        await().untilAsserted(
                        () -> assertThat(relay.bus().queue(REQUESTS).depth()).isEqualTo(new Depth(0, 0, 0)));
    }

    @Test
    void restsWhenItHasGivenAMessageToOthers() {
        Duration rest = Duration.ofMillis(500);
        BlockingQueue<Instant> arrivals = new LinkedBlockingQueue<>();
        transport.start(request -> {
            arrivals.add(request.receivedAt());
            end(() -> {
                if (request.delivery() == 1) {
                    request.releaseToOthers(rest);
                } else {
                    request.settle();
                }
            });
        });

        cloud.sendMessage(message("r-1", "x"));

        await().untilAsserted(() -> assertThat(arrivals).hasSize(2));
        assertThat(Duration.between(arrivals.remove(), arrivals.remove())).isGreaterThanOrEqualTo(rest);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void ackThatTheRelayRefusesIsReportedAndTheRequestStays() {
        relay.bus().faults().refuseMessages(REPLIES, "com.microsoft:entity-disabled");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        transport.start(request -> {
            try {
                request.answer(request.body(), "ack-1", Instant.now().plusSeconds(60));
                seen.add("answered");
            } catch (RelayException e) {
                seen.add(e.getMessage());
            }
        });

        cloud.sendMessage(message("r-1", "x"));

        await().untilAsserted(() ->
                assertThat(seen).containsExactly("the ack was not accepted: com.microsoft:entity-disabled"));
        assertThat(relay.bus().queue(REQUESTS).depth()).isEqualTo(new Depth(0, 1, 0));
    }

    @Test
    void heartbeatGoesToTheQueueOfTheRepliesBeforeTheTransportIsStarted() throws Exception {
        transport.publish(heartbeat(Instant.now().plusSeconds(300)));

        try (ServiceBusReceiverClient replies = relay.consumer(REPLIES)) {
            assertIsHeartbeat(next(replies));
        }
    }

    @Test
    void heartbeatGoesToTheQueueOfItsOwnWhereThereIsOne() throws Exception {
        transport.close();
        transport = relay.transport(relay.transportSettings(4).withPresence(PRESENCE));
        transport.start(request -> {});

        transport.publish(heartbeat(Instant.now().plusSeconds(300)));

        try (ServiceBusReceiverClient presence = relay.consumer(PRESENCE)) {
            assertIsHeartbeat(next(presence));
        }
        assertThat(relay.bus().queue(REPLIES).enqueued()).isZero();
        await().untilAsserted(() -> assertThat(transport.health().state()).isEqualTo(State.UP));
    }

    @Test
    void missingQueueOfHeartbeatsIsNamed() throws Exception {
        transport.close();
        transport = relay.transport(relay.transportSettings(4).withPresence("missing"));
        transport.start(request -> {});

        await().untilAsserted(() -> assertThat(transport.health().detail()).startsWith("queue missing: "));
        assertThatThrownBy(() -> transport.publish(heartbeat(Instant.now().plusSeconds(300))))
                .isInstanceOf(RelayException.class)
                .hasMessageStartingWith("the heartbeat was not accepted: ");
    }

    @Test
    void expiredHeartbeatIsNotSent() {
        assertThatThrownBy(() -> transport.publish(heartbeat(Instant.now())))
                .isInstanceOf(RelayException.class)
                .hasMessage("the heartbeat had expired before it could be sent");
    }

    private static RelayNotice heartbeat(Instant expiresAt) {
        return new RelayNotice(
                RelayNotice.Kind.HEARTBEAT, "sealed".getBytes(StandardCharsets.UTF_8), "hb-1", expiresAt);
    }

    private static void assertIsHeartbeat(ServiceBusReceivedMessage message) {
        assertThat(message.getBody().toBytes()).isEqualTo("sealed".getBytes(StandardCharsets.UTF_8));
        assertThat(message.getMessageId()).isEqualTo("hb-1");
        assertThat(message.getSubject()).isEqualTo("heartbeat");
        assertThat(message.getContentType()).isEqualTo("application/pwb+jwe+json");
        assertThat(message.getSessionId()).isEqualTo("agents");
        assertThat(message.getTimeToLive()).isBetween(Duration.ofSeconds(200), Duration.ofSeconds(300));
    }

    @Test
    void expiredAckIsNotSent() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        transport.start(request -> {
            try {
                request.answer(request.body(), "ack-1", Instant.now());
            } catch (RelayException e) {
                seen.add(e.getMessage());
            }
        });

        cloud.sendMessage(message("r-1", "x"));

        await().untilAsserted(
                        () -> assertThat(seen).containsExactly("the ack ack-1 had expired before it could be sent"));
        assertThat(relay.bus().queue(REPLIES).enqueued()).isZero();
    }

    @Test
    void handlerThatThrowsCostsNoWorker() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        transport.start(request -> {
            seen.add(request.messageId());
            throw new IllegalStateException("a defect");
        });

        for (int i = 0; i < 6; i++) {
            cloud.sendMessage(message("r-" + i, "x"));
        }

        await().untilAsserted(() -> assertThat(seen).hasSize(6));
        assertThat(relay.bus().queue(REQUESTS).depth()).isEqualTo(new Depth(0, 6, 0));
    }

    @Test
    void lockIsRenewedForAsLongAsTheRequestIsHandled() throws Exception {
        try (RelayFixture brief = RelayFixture.start(RelayFixture.settings()
                        .withQueues(List.of(
                                QueueSettings.named(REQUESTS).withLockDuration(Duration.ofSeconds(1)),
                                QueueSettings.named(REPLIES))));
                ServiceBusTransport slow = brief.transport(1);
                ServiceBusSenderClient sender = brief.sender(REQUESTS)) {
            BlockingQueue<Duration> left = new LinkedBlockingQueue<>();
            slow.start(request -> {
                await().until(() -> Instant.now().isAfter(request.receivedAt().plusMillis(2200)));
                left.add(request.lockLeft());
                end(request::settle);
            });

            sender.sendMessage(message("slow", "x"));

            await().untilAsserted(() -> assertThat(brief.bus().queue(REQUESTS).settlements())
                    .containsExactly(new Settlement("slow", 0, COMPLETED)));
            assertThat(left.take()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void repeatedMessageIsHandledTwiceUnderOneName() {
        relay.bus().faults().duplicateNextMessage(REQUESTS);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        transport.start(request -> {
            seen.add(request.messageId() + " delivery " + request.delivery());
            end(request::settle);
        });

        cloud.sendMessage(message("r-1", "x"));

        await().untilAsserted(() -> assertThat(seen).containsExactly("r-1 delivery 1", "r-1 delivery 1"));
    }

    @Test
    void bodyThatIsNoDataSectionIsEmpty() {
        BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
        transport.start(request -> {
            sizes.add(request.body().length);
            end(request::settle);
        });

        cloud.sendMessage(new ServiceBusMessage(AmqpMessageBody.fromValue("a quoted string")));

        await().untilAsserted(() -> assertThat(sizes).containsExactly(0));
    }

    /** A step that the relay has to confirm. */
    private interface Step {
        void run() throws RelayException;
    }

    private static void end(Step step) {
        try {
            step.run();
        } catch (RelayException e) {
            throw new IllegalStateException(e);
        }
    }
}
