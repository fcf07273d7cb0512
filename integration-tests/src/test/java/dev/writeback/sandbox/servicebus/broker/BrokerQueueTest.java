package dev.writeback.sandbox.servicebus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.sandbox.servicebus.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BrokerQueueTest {
    private static final Duration LOCK = Duration.ofSeconds(30);

    private final HandClock clock = new HandClock(Instant.parse("2026-11-23T06:00:00Z"));
    private final QueueSettings settings =
            QueueSettings.named("requests").withLockDuration(LOCK).withMaxDeliveryCount(3);

    @Test
    void deliversInTheOrderOfArrivalAndOnlyAgainstCredit() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = new Receiver(2);
        List.of("a", "b", "c").forEach(id -> queue.enqueue(new Text(id)));

        queue.subscribe(receiver);

        assertThat(receiver.ids()).containsExactly("a", "b");
        assertThat(queue.readyCount()).isEqualTo(1);
        assertThat(queue.lockedCount()).isEqualTo(2);
    }

    @Test
    void sharesMessagesAmongReceiversWithCredit() {
        BrokerQueue queue = queue(settings);
        Receiver first = new Receiver(10);
        Receiver second = new Receiver(10);
        Receiver withoutCredit = new Receiver(0);
        List.of(first, withoutCredit, second).forEach(queue::subscribe);

        for (int i = 0; i < 6; i++) {
            queue.enqueue(new Text("m" + i));
        }

        assertThat(first.ids()).hasSize(3);
        assertThat(second.ids()).hasSize(3);
        assertThat(withoutCredit.ids()).isEmpty();
    }

    @Test
    void completedMessageIsGone() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = subscribed(queue, 1);
        queue.enqueue(new Text("a"));

        assertThat(queue.settle(receiver.lastLock(), Outcome.COMPLETED)).isTrue();

        assertThat(queue.readyCount() + queue.lockedCount()).isZero();
    }

    @Test
    void abandonedMessageComesBackFirstWithAHigherCount() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = subscribed(queue, 1);
        List.of("a", "b").forEach(id -> queue.enqueue(new Text(id)));

        receiver.credit = 1;
        queue.settle(receiver.lastLock(), Outcome.ABANDONED);

        assertThat(receiver.ids()).containsExactly("a", "a");
        assertThat(receiver.last().deliveryCount()).isEqualTo(1);
    }

    @Test
    void releasedMessageComesBackWithTheSameCount() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = subscribed(queue, 1);
        queue.enqueue(new Text("a"));

        receiver.credit = 1;
        queue.settle(receiver.lastLock(), Outcome.RELEASED);

        assertThat(receiver.ids()).containsExactly("a", "a");
        assertThat(receiver.last().deliveryCount()).isZero();
    }

    @Test
    void lockExpiresAtItsVeryInstant() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = subscribed(queue, 1);
        queue.enqueue(new Text("a"));
        UUID lock = receiver.lastLock();

        clock.advance(LOCK.minusMillis(1));
        queue.expireDue();
        assertThat(queue.lockedCount()).isEqualTo(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(queue.settle(lock, Outcome.COMPLETED)).isFalse();
        assertThat(queue.readyCount()).isEqualTo(1);
    }

    @Test
    void messageWithExpiredLockIsDeliveredAgainWithAHigherCount() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = subscribed(queue, 1);
        queue.enqueue(new Text("a"));

        receiver.credit = 1;
        clock.advance(LOCK);
        queue.expireDue();

        assertThat(receiver.ids()).containsExactly("a", "a");
        assertThat(receiver.last().deliveryCount()).isEqualTo(1);
    }

    @Test
    void renewedLockLastsFromNow() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = subscribed(queue, 1);
        queue.enqueue(new Text("a"));
        clock.advance(LOCK.minusSeconds(1));

        assertThat(queue.renew(receiver.lastLock())).contains(clock.instant().plus(LOCK));

        clock.advance(LOCK.minusSeconds(1));
        assertThat(queue.settle(receiver.lastLock(), Outcome.COMPLETED)).isTrue();
    }

    @Test
    void expiredLockIsNotRenewed() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = subscribed(queue, 1);
        queue.enqueue(new Text("a"));
        clock.advance(LOCK);

        assertThat(queue.renew(receiver.lastLock())).isEmpty();
    }

    @Test
    void deliveryBeyondTheMaximumIsDeadLettered() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = subscribed(queue, 1);
        queue.enqueue(new Text("a"));

        for (int i = 0; i < 3; i++) {
            receiver.credit = 1;
            queue.settle(receiver.lastLock(), Outcome.ABANDONED);
        }

        assertThat(receiver.ids()).hasSize(3);
        assertThat(queue.readyCount()).isZero();
        assertThat(deadLetter(queue).deadLetter())
                .contains(new DeadLetter(
                        "MaxDeliveryCountExceeded",
                        "Message could not be consumed after 3 delivery attempts.",
                        "requests"));
    }

    @Test
    void receiverCanDeadLetter() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = subscribed(queue, 1);
        queue.enqueue(new Text("a"));

        assertThat(queue.deadLetter(receiver.lastLock(), "why", "in words")).isTrue();

        assertThat(deadLetter(queue).deadLetter()).contains(new DeadLetter("why", "in words", "requests"));
    }

    @Test
    void expiredMessageVanishesWithoutADeadLetter() {
        BrokerQueue queue = queue(settings);
        queue.enqueue(new Text("a", Optional.of(Duration.ofSeconds(5))));

        clock.advance(Duration.ofSeconds(5));
        queue.expireDue();

        assertThat(queue.readyCount()).isZero();
        assertThat(queue.deadLetters().orElseThrow().readyCount()).isZero();
    }

    @Test
    void expiredMessageIsDeadLetteredWhereTheQueueIsSetSo() {
        BrokerQueue queue = queue(settings.withDeadLetterOnExpiry(true));
        queue.enqueue(new Text("a", Optional.of(Duration.ofSeconds(5))));

        clock.advance(Duration.ofSeconds(5));
        queue.expireDue();

        assertThat(deadLetter(queue).deadLetter().orElseThrow().reason()).isEqualTo("TTLExpiredException");
    }

    @Test
    void expiredMessageIsNotDeliveredEvenBeforeTheTick() {
        BrokerQueue queue = queue(settings);
        queue.enqueue(new Text("a", Optional.of(Duration.ofSeconds(5))));
        clock.advance(Duration.ofSeconds(5));

        Receiver receiver = subscribed(queue, 1);

        assertThat(receiver.ids()).isEmpty();
    }

    @Test
    void theShorterLifeWins() {
        BrokerQueue queue = queue(settings.withTimeToLive(Duration.ofSeconds(10)));
        queue.enqueue(new Text("short", Optional.of(Duration.ofSeconds(3))));
        queue.enqueue(new Text("long", Optional.of(Duration.ofSeconds(60))));

        assertThat(queue.peek(0, 2))
                .extracting(QueuedMessage::expiresAt)
                .containsExactly(clock.instant().plusSeconds(3), clock.instant().plusSeconds(10));
    }

    @Test
    void lockedMessageOutlivesItsTime() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = subscribed(queue, 1);
        queue.enqueue(new Text("a", Optional.of(Duration.ofSeconds(5))));

        clock.advance(Duration.ofSeconds(10));
        queue.expireDue();

        assertThat(queue.settle(receiver.lastLock(), Outcome.COMPLETED)).isTrue();
    }

    @Test
    void locksSurviveTheirReceiverUnlessTheyAreDropped() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = subscribed(queue, 1);
        queue.enqueue(new Text("a"));

        queue.unsubscribe(receiver);
        assertThat(queue.lockedCount()).isEqualTo(1);

        queue.dropLocksOf(receiver);
        assertThat(queue.lockedCount()).isZero();
        assertThat(queue.peek(0, 1).get(0).deliveryCount()).isEqualTo(1);
    }

    @Test
    void withoutPeekLockADeliveredMessageIsGone() {
        BrokerQueue queue = queue(settings);
        Receiver receiver = new Receiver(1);
        receiver.peekLock = false;
        queue.subscribe(receiver);

        queue.enqueue(new Text("a"));

        assertThat(receiver.ids()).containsExactly("a");
        assertThat(queue.readyCount() + queue.lockedCount()).isZero();
    }

    @Test
    void peekShowsReadyAndLockedInOrderFromANumber() {
        BrokerQueue queue = queue(settings);
        subscribed(queue, 1);
        List.of("a", "b", "c").forEach(id -> queue.enqueue(new Text(id)));

        assertThat(queue.peek(0, 10)).extracting(m -> m.content().messageId()).containsExactly("a", "b", "c");
        assertThat(queue.peek(2, 1)).extracting(m -> m.content().messageId()).containsExactly("b");
        assertThat(queue.peek(Long.MAX_VALUE, 1)).isEmpty();
    }

    @Test
    void fullQueueRefuses() {
        BrokerQueue queue = queue(settings.withCapacity(1));

        assertThat(queue.enqueue(new Text("a"))).isTrue();
        assertThat(queue.enqueue(new Text("b"))).isFalse();
    }

    @Test
    void queuesAreFoundWithoutRegardToCaseAndNamedOnce() {
        Broker broker = new Broker(List.of(settings), clock);

        assertThat(broker.queue("Requests")).isPresent();
        assertThat(broker.queue("requests/$DeadLetterQueue")).isPresent();
        assertThat(broker.queue("other")).isEmpty();
        assertThatThrownBy(() -> new Broker(List.of(settings, settings), clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("named twice");
    }

    private BrokerQueue queue(QueueSettings queueSettings) {
        return new Broker(List.of(queueSettings), clock)
                .queue(queueSettings.name())
                .orElseThrow();
    }

    private static Receiver subscribed(BrokerQueue queue, int credit) {
        Receiver receiver = new Receiver(credit);
        queue.subscribe(receiver);
        return receiver;
    }

    private static QueuedMessage deadLetter(BrokerQueue queue) {
        return queue.deadLetters().orElseThrow().peek(0, 1).get(0);
    }

    private record Text(String messageId, Optional<Duration> timeToLive) implements Content {
        Text(String messageId) {
            this(messageId, Optional.empty());
        }
    }

    private static final class Receiver implements Subscriber {
        private final List<QueuedMessage> received = new ArrayList<>();
        private int credit;
        private boolean peekLock = true;

        Receiver(int credit) {
            this.credit = credit;
        }

        @Override
        public int credit() {
            return credit;
        }

        @Override
        public boolean peekLock() {
            return peekLock;
        }

        @Override
        public void deliver(QueuedMessage message) {
            credit--;
            received.add(message);
        }

        List<String> ids() {
            return received.stream().map(m -> m.content().messageId()).toList();
        }

        QueuedMessage last() {
            return received.get(received.size() - 1);
        }

        UUID lastLock() {
            return last().lockToken().orElseThrow();
        }
    }
}
