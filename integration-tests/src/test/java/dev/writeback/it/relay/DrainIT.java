package dev.writeback.it.relay;

import static dev.writeback.it.relay.RelayFixture.REQUESTS;
import static dev.writeback.it.relay.RelayFixture.message;
import static dev.writeback.sandbox.servicebus.broker.Outcome.ABANDONED;
import static dev.writeback.sandbox.servicebus.broker.Outcome.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayHealth.State;
import dev.writeback.agent.relay.RelayRequest;
import dev.writeback.agent.relay.servicebus.ServiceBusTransport;
import dev.writeback.sandbox.servicebus.QueueView;
import dev.writeback.sandbox.servicebus.QueueView.Depth;
import dev.writeback.sandbox.servicebus.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Stopping interrupts nothing and loses nothing. */
@Execution(ExecutionMode.CONCURRENT)
class DrainIT {
    private final RelayFixture relay = RelayFixture.start();
    private final QueueView requests = relay.bus().queue(REQUESTS);
    private final ServiceBusSenderClient cloud = relay.sender(REQUESTS);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private ServiceBusTransport transport;

    @BeforeEach
    void start() throws Exception {
        transport = relay.transport(2);
        transport.start(this::handle);
        await().untilAsserted(() -> assertThat(transport.health().state()).isEqualTo(State.UP));
    }

    @AfterEach
    void close() {
        finish.countDown();
        transport.close();
        cloud.close();
        relay.close();
    }

    @Test
    void takesNoMoreThanItHasWorkers() {
        for (int i = 0; i < 5; i++) {
            cloud.sendMessage(message("r-" + i, "x"));
        }

        await().untilAsserted(() -> assertThat(requests.depth()).isEqualTo(new Depth(3, 2, 0)));
        assertThat(transport.health().inFlight()).isEqualTo(2);
        finish.countDown();
        await().untilAsserted(() -> assertThat(requests.depth()).isEqualTo(new Depth(0, 0, 0)));
        assertThat(requests.delivered()).isEqualTo(5);
    }

    @Test
    void waitsForWhatIsInFlightAndInterruptsNothing() throws Exception {
        cloud.sendMessage(message("in-flight", "x"));
        await().until(() -> transport.health().inFlight() == 1);

        assertThat(transport.drain(Duration.ofMillis(50))).isFalse();
        CompletableFuture<Boolean> drained =
                CompletableFuture.supplyAsync(() -> transport.drain(Duration.ofSeconds(40)));
        finish.countDown();

        assertThat(drained.get(40, TimeUnit.SECONDS)).isTrue();
        assertThat(ends).containsExactly("settled in-flight");
        transport.close();
        assertThat(transport.health().state()).isEqualTo(State.CLOSED);
        assertThat(requests.settlements()).containsExactly(new Settlement("in-flight", 0, COMPLETED));
    }

    @Test
    void givesBackAtOnceWhatArrivesAtAClosedGate() {
        transport.drain(Duration.ofSeconds(1));

        cloud.sendMessage(message("late", "x"));

        await().untilAsserted(
                        () -> assertThat(requests.settlements()).containsExactly(new Settlement("late", 0, ABANDONED)));
        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(requests.depth()).isEqualTo(new Depth(1, 0, 0)));
        assertThat(ends).isEmpty();
    }

    @Test
    void takesRequestsAgainAfterAPause() {
        transport.pause();
        await().untilAsserted(() -> assertThat(transport.health().state()).isEqualTo(State.PAUSED));
        cloud.sendMessage(message("first", "x"));
        cloud.sendMessage(message("second", "x"));
        await().untilAsserted(() -> assertThat(requests.depth()).isEqualTo(new Depth(2, 0, 0)));
        finish.countDown();

        transport.resume();

        await().untilAsserted(() -> assertThat(ends).containsExactlyInAnyOrder("settled first", "settled second"));
        assertThat(transport.health().state()).isEqualTo(State.UP);
    }

    @Test
    void anotherAgentTakesWhatADrainedOneLeft() throws Exception {
        BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        transport.drain(Duration.ofSeconds(1));
        cloud.sendMessage(message("r-1", "x"));
        cloud.sendMessage(message("r-2", "x"));
        try (ServiceBusTransport other = relay.transport(2)) {
            other.start(request -> {
                settle(request);
                taken.add(request.messageId());
            });

            await().untilAsserted(() -> assertThat(taken).containsExactlyInAnyOrder("r-1", "r-2"));
        }
        assertThat(requests.depth()).isEqualTo(new Depth(0, 0, 0));
    }

    private void handle(RelayRequest request) {
        request.taken();
        try {
            finish.await();
            settle(request);
            ends.add("settled " + request.messageId());
        } catch (InterruptedException e) {
            ends.add("interrupted at " + Instant.now());
        }
    }

    private void settle(RelayRequest request) {
        try {
            request.settle();
        } catch (RelayException e) {
            ends.add(e.toString());
        }
    }
}
