package dev.writeback.it.relay;

import static dev.writeback.it.relay.RelayFixture.REPLIES;
import static dev.writeback.it.relay.RelayFixture.REQUESTS;
import static dev.writeback.it.relay.RelayFixture.SHORT;
import static dev.writeback.it.relay.RelayFixture.message;
import static dev.writeback.it.relay.RelayFixture.next;
import static dev.writeback.sandbox.servicebus.broker.Outcome.COMPLETED;
import static dev.writeback.sandbox.servicebus.broker.Outcome.DEAD_LETTERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.writeback.sandbox.servicebus.QueueView.Depth;
import dev.writeback.sandbox.servicebus.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void assignsAMessageIdWhereTheSenderGaveNone() {
        sender.sendMessage(new ServiceBusMessage("anonymous"));

        ServiceBusReceivedMessage received = next(receiver);

        assertThat(received.getMessageId()).matches("[0-9a-f]{32}");
        receiver.complete(received);
    }

    @Test
    void renewedLockLastsLonger() {
        sender.sendMessage(message("renewed", "x"));
        ServiceBusReceivedMessage received = next(receiver);
        OffsetDateTime before = received.getLockedUntil();
        await().until(() ->
                OffsetDateTime.now().isAfter(received.getEnqueuedTime().plusNanos(100_000_000)));

        OffsetDateTime after = receiver.renewMessageLock(received);

        assertThat(after).isAfter(before);
        receiver.complete(received);
    }

    @Test
    void abandonedMessageIsDeliveredAgain() {
        sender.sendMessage(message("abandoned", "x"));
        receiver.abandon(next(receiver));

        ServiceBusReceivedMessage again = next(receiver);

        assertThat(again.getMessageId()).isEqualTo("abandoned");
        assertThat(again.getDeliveryCount()).isEqualTo(1);
        receiver.complete(again);
    }

    @Test
    void deliversABatchInOrderAndShowsItBefore() {
        ServiceBusMessageBatch batch = sender.createMessageBatch();
        for (int i = 0; i < 20; i++) {
            assertThat(batch.tryAddMessage(message("b" + i, "body " + i))).isTrue();
        }

        sender.sendMessages(batch);

        assertThat(receiver.peekMessages(3))
                .extracting(ServiceBusReceivedMessage::getMessageId)
                .containsExactly("b0", "b1", "b2");
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ServiceBusReceivedMessage received = next(receiver);
            bodies.add(received.getBody().toString());
            receiver.complete(received);
        }
        assertThat(bodies).first().isEqualTo("body 0");
        assertThat(bodies).last().isEqualTo("body 19");
    }

    @Test
    void deadLetterShowsItsReason() {
        sender.sendMessage(message("dead", "x"));
        receiver.deadLetter(
                next(receiver),
                new DeadLetterOptions().setDeadLetterReason("why").setDeadLetterErrorDescription("in words"));

        try (ServiceBusReceiverClient deadLetters = relay.root()
                .receiver()
                .queueName(REQUESTS)
                .subQueue(SubQueue.DEAD_LETTER_QUEUE)
                .buildClient()) {
            ServiceBusReceivedMessage dead = next(deadLetters);
            assertThat(dead.getDeadLetterReason()).isEqualTo("why");
            assertThat(dead.getDeadLetterErrorDescription()).isEqualTo("in words");
            assertThat(dead.getDeadLetterSource()).isEqualTo(REQUESTS);
            deadLetters.complete(dead);
        }
        assertThat(relay.bus().queue(REQUESTS).settlements()).contains(new Settlement("dead", 0, DEAD_LETTERED));
    }

    @Test
    void deferringIsRefusedInWords() {
        sender.sendMessage(message("deferred", "x"));
        ServiceBusReceivedMessage received = next(receiver);

        assertThatThrownBy(() -> receiver.defer(received))
                .isInstanceOf(ServiceBusException.class)
                .hasMessageContaining("Deferring a message is not offered");
        // The client cannot settle the same delivery again after a refusal.
        relay.bus().faults().loseLocks(REQUESTS);
        receiver.complete(next(receiver));
    }

    @Test
    void settlementAfterTheLockIsRefusedAndTheMessageComesBackUntilItsLastDelivery() {
        try (ServiceBusSenderClient toShort = relay.sender(SHORT);
                ServiceBusReceiverClient fromShort = relay.receiver(SHORT)) {
            toShort.sendMessage(message("expiring", "x"));
            ServiceBusReceivedMessage first = next(fromShort);
            await().until(() -> relay.bus().queue(SHORT).depth().locked() == 0);

            assertThatThrownBy(() -> fromShort.complete(first))
                    .isInstanceOfSatisfying(
                            ServiceBusException.class,
                            e -> assertThat(e.getReason()).isEqualTo(ServiceBusFailureReason.MESSAGE_LOCK_LOST));
            ServiceBusReceivedMessage second = next(fromShort);
            assertThat(second.getDeliveryCount()).isEqualTo(1);
            fromShort.abandon(second);
            fromShort.abandon(next(fromShort));

            assertThat(relay.bus().queue(SHORT).depth()).isEqualTo(new Depth(0, 0, 1));
        }
    }

    @Test
    void processorOfTheClientKeepsALockAliveByRenewal() {
        AtomicInteger deliveries = new AtomicInteger();
        CountDownLatch lockOutlived = new CountDownLatch(1);
        try (ServiceBusSenderClient toShort = relay.sender(SHORT);
                ServiceBusProcessorClient processor = relay.root()
                        .processor()
                        .queueName(SHORT)
                        .maxAutoLockRenewDuration(Duration.ofMinutes(1))
                        .processMessage(context -> {
                            deliveries.incrementAndGet();
                            awaitUninterrupted(lockOutlived);
                        })
                        .processError(context -> {})
                        .buildProcessorClient()) {
            processor.start();
            toShort.sendMessage(message("slow", "x"));
            await().until(() -> relay.bus().queue(SHORT).depth().locked() == 1);
            Instant locked = Instant.now();
            await().until(() -> Instant.now().isAfter(locked.plusMillis(1800)));
            lockOutlived.countDown();

            await().untilAsserted(() ->
                    assertThat(relay.bus().queue(SHORT).settlements()).contains(new Settlement("slow", 0, COMPLETED)));
            assertThat(deliveries).hasValue(1);
        }
    }

    @Test
    void expiredMessageIsRemovedAndNotDeadLettered() {
        long before = relay.bus().queue(REPLIES).expired();
        try (ServiceBusSenderClient replies = relay.sender(REPLIES)) {
            replies.sendMessage(message("brief", "x").setTimeToLive(Duration.ofMillis(50)));
        }

        await().untilAsserted(
                        () -> assertThat(relay.bus().queue(REPLIES).expired()).isEqualTo(before + 1));
        assertThat(relay.bus().queue(REPLIES).depth()).isEqualTo(new Depth(0, 0, 0));
    }

    @Test
    void receiveAndDeleteLeavesNothingBehind() {
        try (ServiceBusSenderClient replies = relay.sender(REPLIES);
                ServiceBusReceiverClient consumer = relay.consumer(REPLIES)) {
            replies.sendMessage(message("taken", "x"));

            assertThat(next(consumer).getMessageId()).isEqualTo("taken");
            assertThat(relay.bus().queue(REPLIES).depth()).isEqualTo(new Depth(0, 0, 0));
        }
    }

    @Test
    void messageAboveTheLimitIsRefused() {
        assertThatThrownBy(() -> sender.sendMessage(message("big", "x".repeat(300_000))))
                .isInstanceOfSatisfying(
                        ServiceBusException.class,
                        e -> assertThat(e.getReason()).isEqualTo(ServiceBusFailureReason.MESSAGE_SIZE_EXCEEDED));
    }

    @Test
    void unknownQueueIsNotFound() {
        try (ServiceBusSenderClient nowhere = relay.sender("nowhere")) {
            assertThatThrownBy(() -> nowhere.sendMessage(message("lost", "x")))
                    .isInstanceOfSatisfying(
                            ServiceBusException.class,
                            e -> assertThat(e.getReason())
                                    .isEqualTo(ServiceBusFailureReason.MESSAGING_ENTITY_NOT_FOUND));
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
