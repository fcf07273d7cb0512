package dev.writeback.it.relay;

import static dev.writeback.it.relay.RelayFixture.REQUESTS;
import static dev.writeback.it.relay.RelayFixture.message;
import static dev.writeback.sandbox.servicebus.broker.Outcome.COMPLETED;
import static dev.writeback.sandbox.servicebus.broker.Outcome.LOCK_EXPIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayRequest;
import dev.writeback.agent.relay.servicebus.ServiceBusTransport;
import dev.writeback.sandbox.servicebus.QueueView.Depth;
import dev.writeback.sandbox.servicebus.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A connection is cut while a request is in flight. What Service Bus does with the lock is told in two ways, so both are
 * tested: neither may lose the request.
 */
@Execution(ExecutionMode.CONCURRENT)
class LostConnectionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Test
    void whereLocksAreKeptTheRequestIsSettledOverTheNewConnectionAndNotRepeated() throws Exception {
        try (Scene scene = new Scene(true)) {
            scene.cutWhileInFlight();
            scene.finishFirst.countDown();

            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(scene.settlements()).containsExactly(new Settlement("r-1", 0, COMPLETED)));
            await().untilAsserted(() -> assertThat(scene.ends).containsExactly("settled delivery 1"));
        }
    }

    @Test
    void whereLocksAreDroppedTheSettlementFailsAndTheRequestIsDeliveredAgain() throws Exception {
        try (Scene scene = new Scene(false)) {
            scene.cutWhileInFlight();
            scene.finishFirst.countDown();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(scene.settlements())
                            .containsExactly(
                                    new Settlement("r-1", 0, LOCK_EXPIRED), new Settlement("r-1", 1, COMPLETED)));
            await().untilAsserted(() -> assertThat(scene.ends).hasSize(2).contains("settled delivery 2"));
            assertThat(scene.ends)
                    .anyMatch(end -> end.startsWith("not settled delivery 1: the message was not removed"));
            assertThat(scene.relay.bus().queue(REQUESTS).depth()).isEqualTo(new Depth(0, 0, 0));
        }
    }

    @Test
    void lostLockMakesTheSettlementFail() throws Exception {
        try (Scene scene = new Scene(true)) {
            assertThat(scene.started.await(40, TimeUnit.SECONDS)).isTrue();
            scene.relay.bus().faults().loseLocks(REQUESTS);
            scene.finishFirst.countDown();

            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(scene.ends)
                                    .contains(
                                            "not settled delivery 1: the message was not removed: com.microsoft:message-lock-lost"));
        }
    }

    /** One request, whose first delivery waits for the test. */
    private static final class Scene implements AutoCloseable {
        private final RelayFixture relay;
        private final ServiceBusTransport transport;
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch finishFirst = new CountDownLatch(1);
        private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

        Scene(boolean keepLocks) throws RelayException {
            relay = RelayFixture.start(RelayFixture.settings().withKeepLocksOnConnectionLoss(keepLocks));
            transport = relay.transport(2);
            transport.start(this::handle);
            try (ServiceBusSenderClient cloud = relay.sender(REQUESTS)) {
                cloud.sendMessage(message("r-1", "x"));
            }
        }

        void cutWhileInFlight() throws InterruptedException {
            assertThat(started.await(40, TimeUnit.SECONDS)).isTrue();
            relay.bus().faults().dropConnections();
        }

        private void handle(RelayRequest request) {
            request.taken();
            started.countDown();
            try {
                finishFirst.await();
                request.settle();
                ends.add("settled delivery " + request.delivery());
            } catch (RelayException e) {
                ends.add("not settled delivery " + request.delivery() + ": " + e.getMessage());
            } catch (InterruptedException e) {
                ends.add("interrupted");
            }
        }

        List<Settlement> settlements() {
            return relay.bus().queue(REQUESTS).settlements();
        }

        @Override
        public void close() {
            finishFirst.countDown();
            transport.close();
            relay.close();
        }
    }
}
